"""The stored lists of similar questions, and what public pages read of them."""
