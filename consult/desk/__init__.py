"""The doctor's desk and the editor's approval, in the admin."""
