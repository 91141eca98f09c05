"""Changes of a question: keyword-only, atomic, one audit entry each."""
