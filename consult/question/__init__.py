"""What can be done with a question, whoever does it: each change an action with its audit entry."""
