"""Imports questions with their replies, one transaction a batch.  What is stored already is left as it is."""

from collections import defaultdict
from datetime import timedelta
from itertools import count
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from consult.events import question_changed
from consult.importing.catalogue import Catalogue
from consult.importing.filing import GENERAL, specialty_for, topics_for
from consult.importing.lines import Outcome, in_batches
from consult.importing.rows import Row, read_rows
from consult.importing.signature import Signature
from consult.models import AuditEntry, Consent, ConsentWording, Question, Reply, Specialty, Status
from consult.models.consent import ConsentKind
from consult.models.question import Origin
from consult.question.audit import link_after_commit

BATCH = 500
MOMENT = timedelta(microseconds=1)
# The files carry no names of patients.
DISPLAY_NAME = "Anonymous"


def import_questions(
    path: Path, *, publish: bool = False, by: AbstractBaseUser | None = None, batch_size: int = BATCH
) -> Outcome:
    """Import a JSON Lines file of questions with replies; return what came of it.

    With `publish` new questions are public at once: whoever runs the import answers for the right to publish them.
    Without it they wait in the editors' queue.  The history of every row names `by`, the member of staff.
    Raises ImportFileError for a file of another kind.
    """
    outcome = Outcome()
    store = _Store(outcome, publish=publish, signature=Signature(path, by))
    for rows in in_batches(read_rows(path, outcome), batch_size):
        with transaction.atomic():
            store.add(rows)
    return outcome


class _Store:
    """One import into the database."""

    def __init__(self, outcome: Outcome, *, publish: bool, signature: Signature) -> None:
        self.outcome = outcome
        self.publish = publish
        self.signature = signature
        self.now = signature.at
        self.wording = ConsentWording.objects.current()[ConsentKind.PUBLISH]
        self.catalogue = Catalogue()
        self.fresh: set[int] = set()
        self.moments = count()

    def add(self, rows: list[Row]) -> None:
        """Store what is new in these rows."""
        by_question: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_question[row.question_key].append(row)
        stored = Question.objects.select_related("specialty").filter(import_key__in=list(by_question))
        known = {str(q.import_key): q for q in stored}
        missing = [group for key, group in by_question.items() if key not in known]
        for question in self._add_questions(missing):
            known[str(question.import_key)] = question
        self._add_replies(rows, known)

    def _add_questions(self, groups: list[list[Row]]) -> list[Question]:
        """Store one question for each group of rows, with consent, topics and audit entry."""
        questions = self.signature.store(self._question(group) for group in groups)
        Consent.objects.bulk_create(
            Consent(question=q, wording=self.wording, kind=self.wording.kind, given_at=self.now)
            for q in questions
        )
        AuditEntry.objects.bulk_create(
            AuditEntry(action="imported", question_number=q.pk, actor=self.signature.by)  # type: ignore[misc]
            for q in questions
        )
        link_after_commit()
        links = []
        for question, group in zip(questions, groups, strict=True):
            labels = [label for row in group for label in row.labels]
            for slug, name in topics_for(labels, like=group[0].body).items():
                topic = self.catalogue.topic(self._specialty_of(question), slug, name)
                links.append(Question.topics.through(question=question, topic=topic))
        Question.topics.through.objects.bulk_create(links)
        self.fresh.update(q.pk for q in questions)
        self.outcome.made["questions"] += len(questions)
        return questions

    def _question(self, group: list[Row]) -> Question:
        """An answered question, public when the import publishes."""
        row = group[0]
        return Question(
            title=row.title,
            body=row.body,
            display_name=DISPLAY_NAME,
            specialty=self.catalogue.specialty(specialty_for(row.title, row.labels)),
            origin=Origin.IMPORTED,
            import_key=row.question_key,
            status=Status.PUBLISHED if self.publish else Status.ANSWERED,
            asked_at=self.now,
            answered_at=self.now,
            # Each a moment of its own: SQLite jumps into a list by the moment alone, and walks what shares it.
            published_at=self.now + next(self.moments) * MOMENT if self.publish else None,
        )

    def _specialty_of(self, question: Question) -> Specialty:
        """The question's specialty; the general one when staff have taken it away since."""
        return question.specialty or self.catalogue.specialty(GENERAL)

    def _add_replies(self, rows: list[Row], questions: dict[str, Question]) -> None:
        """Store the replies that are new, and announce the questions of earlier imports that gained one."""
        wanted = {row.reply_key: row for row in reversed(rows)}
        stored = set(Reply.objects.filter(import_key__in=list(wanted)).values_list("import_key", flat=True))
        new = [row for key, row in reversed(wanted.items()) if key not in stored]
        self.signature.store(self._reply(row, questions[row.question_key]) for row in new)
        self.outcome.made["replies"] += len(new)
        self.outcome.already_there += len(rows) - len(new)
        grown = {row.question_key for row in new if questions[row.question_key].pk not in self.fresh}
        for key in grown:
            question_changed.send(sender=Question, question=questions[key])

    def _reply(self, row: Row, question: Question) -> Reply:
        """A reply that its patient may read; public when the import publishes and the question is public."""
        public = self.publish and question.state.is_public
        specialty = self._specialty_of(question)
        return Reply(
            question=question,
            doctor=self.catalogue.doctor(row.doctor, specialty),
            specialty=specialty,
            text=row.reply,
            published_at=self.now,
            approved_at=self.now if public else None,
            import_key=row.reply_key,
        )
