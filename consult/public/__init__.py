"""What strangers read: threads, doctors, specialties, feeds; and what they say of it."""
