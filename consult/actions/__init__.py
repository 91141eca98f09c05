"""Everything that changes a case: keyword-only, atomic, one audit entry each."""
