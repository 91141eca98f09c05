"""The review of a sample of replies: scored by clinicians, read by the doctor alone and by the head."""
