"""Mail to patients and staff: the outbox holds what is due, the words are made when it is sent."""
