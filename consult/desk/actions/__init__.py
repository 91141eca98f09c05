"""What staff change: keyword-only, atomic, one audit entry each."""
