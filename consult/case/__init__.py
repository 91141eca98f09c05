"""What a patient sees of a case."""
