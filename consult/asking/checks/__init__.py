"""What is read in a patient's words before they are sent: red flags, then personal data."""
