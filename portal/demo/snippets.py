"""Ready-made words of the demo's doctor, so that the desk shows what snippets are for."""

from consult.models import Doctor, Snippet

WORDS = {
    "Most likely harmless": "What you describe is most likely harmless. It usually settles within [[how long]].",
    "See a doctor": "Please see [[whom]] within [[how long]], so that somebody can examine you.",
    "Keep a diary": "Write down for two weeks when it comes, how long it lasts and what you did before it.",
}


def load_snippets() -> int:
    """Add them where the demo's doctor has none; return how many were added."""
    doctor = Doctor.objects.filter(user__username="demo-doctor").first()
    if doctor is None or Snippet.objects.filter(doctor=doctor).exists():
        return 0
    rows = [Snippet(name=name, text=text, doctor=doctor) for name, text in WORDS.items()]
    return len(Snippet.objects.bulk_create(rows))
