"""The two databases: nearest vectors and the keyword index, one door for both."""
