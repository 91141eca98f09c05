"""The first wordings of the consents."""

from django.db import migrations

WORDINGS = {
    "answer": (
        "I agree that a doctor on this site reads what I wrote about my health, and answers me. "
        "I can take this back at any time from my private case page."
    ),
    "publish": (
        "I agree that my question and the reply are published here under my display name, with my age range and sex "
        "if I gave them, after a person has checked them, so that others can learn from them. I can take this back at "
        "any time."
    ),
    "guardian": (
        "I am the parent or legal guardian of the child this question is about, and I agree to the question being "
        "asked and answered."
    ),
}


def add_wordings(apps, schema_editor):
    wording = apps.get_model("consult", "ConsentWording")
    for kind, text in WORDINGS.items():
        wording.objects.get_or_create(kind=kind, version=1, defaults={"text": text})


class Migration(migrations.Migration):
    dependencies = [("consult", "0001_initial")]
    operations = [migrations.RunPython(add_wordings, migrations.RunPython.noop)]
