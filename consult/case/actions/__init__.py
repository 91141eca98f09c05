"""What a patient changes on a case: keyword-only, atomic, one audit entry each."""
