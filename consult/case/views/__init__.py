"""The private pages of a case: whoever has the link is the patient."""
