"""Training of the classifier of personal data: sentences, made-up people, the program."""
