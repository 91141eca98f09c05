"""What consult announces to whoever keeps derived data.

Not domain flow: every rule about a question is carried out in consult.actions before it is announced.  The arrow
points portal -> conditions -> consult, so consult cannot call the indexes that depend on it (docs/adr/0003).
"""

from django.dispatch import Signal

# Sent inside the transaction, with `question`, when its public standing or its words have changed.
question_changed = Signal()

# Sent inside the transaction, with `question`, when its patient has written it, or changed what it says.
question_written = Signal()

# Sent inside the transaction, with `question`, just before it is deleted for good: whoever keeps words derived from it
# outside of rows that hang on it (search index, files, caches) has to scrub them.
question_erased = Signal()
