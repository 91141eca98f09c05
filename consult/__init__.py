"""The consultation: questions, replies, doctors, specialties, topics, and the life of a case."""
