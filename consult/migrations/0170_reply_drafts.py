"""Drafts of replies are few among all replies: the regular work asks for their questions every minute."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("consult", "0168_marks_of_looks")]

    operations = [
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("published_at__isnull", True)), fields=["question"], name="reply_drafts"
            ),
        ),
    ]
