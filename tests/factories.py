"""Rows for tests, in the states that the product can be in."""

from datetime import UTC, datetime
from typing import Any

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from conditions.actions.passages import take_passages
from conditions.models import Category, Cause, CauseGroup, CauseLink, ReferencePage, Source
from consult.models import (
    Consent,
    ConsentWording,
    Doctor,
    Question,
    RedFlagFinding,
    RedFlagRule,
    Reply,
    Specialty,
    Status,
    Topic,
)
from consult.models.consent import ConsentKind
from consult.models.safety import RedFlagKind

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@hospital.example")


class SpecialtyFactory(DjangoModelFactory):
    class Meta:
        model = Specialty
        django_get_or_create = ("slug",)

    name = "Neurology"
    slug = factory.LazyAttribute(lambda s: s.name.lower().replace(" ", "-"))


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    specialty = factory.SubFactory(SpecialtyFactory)
    name = factory.Sequence(lambda n: f"Topic {n}")
    slug = factory.LazyAttribute(lambda t: t.name.lower().replace(" ", "-"))


class DoctorFactory(DjangoModelFactory):
    class Meta:
        model = Doctor
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Dr Test {n}")
    slug = factory.LazyAttribute(lambda d: d.name.lower().replace(" ", "-"))
    title = "Consultant"
    employer = "Test Hospital"
    licence_verified_by = "Test Office"
    licence_verified_on = NOON.date()

    @factory.post_generation
    def specialties(self, create: bool, extracted: Any, **_: Any) -> None:
        if create and extracted:
            self.specialties.set(extracted)


class QuestionFactory(DjangoModelFactory):
    """A question that waits for a doctor, with consent to answer and to publish."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    # The classifier of personal data takes some larger numbers for somebody's.
    title = factory.Sequence(lambda n: f"Numb cheek in cold weather {n % 500}")
    body = "My left cheek goes numb when it is cold outside."
    display_name = "Maple"
    specialty = factory.SubFactory(SpecialtyFactory)
    asked_at = NOON

    @factory.post_generation
    def consents(self, create: bool, extracted: Any, **_: Any) -> None:
        kinds = (ConsentKind.ANSWER, ConsentKind.PUBLISH) if extracted is None else extracted
        for wording in ConsentWording.objects.filter(kind__in=kinds):
            Consent.objects.create(question=self, wording=wording, kind=wording.kind, given_at=NOON)


class ReplyFactory(DjangoModelFactory):
    """A reply that its patient can read, on an answered question."""

    class Meta:
        model = Reply

    question = factory.SubFactory(QuestionFactory, status=Status.ANSWERED, answered_at=NOON)
    doctor = factory.SubFactory(DoctorFactory)
    specialty = factory.SelfAttribute("question.specialty")
    text = "Please see a neurologist."
    safety_net = "Sudden weakness: call an ambulance."
    published_at = NOON


class RuleFactory(DjangoModelFactory):
    """A red flag rule in use."""

    class Meta:
        model = RedFlagRule

    name = factory.Sequence(lambda n: f"Rule {n}")
    sign = "has it"
    advice = "Get help."
    phrases = "zyxwvutide"
    source_publisher = "NHS"
    source_title = "When to call"
    source_url = "https://www.nhs.uk/"


class FindingFactory(DjangoModelFactory):
    """What the safety check found in a question, which nobody has looked at."""

    class Meta:
        model = RedFlagFinding
        skip_postgeneration_save = True

    question = factory.SubFactory(QuestionFactory)
    kind = "emergency"
    danger = "heart"
    level = factory.LazyAttribute(lambda finding: RedFlagKind(finding.kind).level)
    name = "Chest pain"
    words = "chest pain"
    made_by = "rule 1, 2026-08-06 12:00"

    @factory.post_generation
    def danger_level(self, create: bool, extracted: Any, **_: Any) -> None:
        finding: Any = self
        level = max(finding.question.danger_level, finding.level)
        Question.objects.filter(pk=finding.question.pk).update(danger_level=level)
        finding.question.danger_level = level


def public_question(
    *, doctor: Doctor | None = None, reply_text: str = "Please see a neurologist.", **fields: Any
) -> Question:
    """Return a question that strangers can see, with one public reply."""
    question: Question = QuestionFactory.create(
        status=Status.PUBLISHED, answered_at=NOON, published_at=fields.pop("published_at", NOON), **fields
    )
    ReplyFactory(
        question=question,
        doctor=doctor or DoctorFactory(),
        specialty=question.specialty or SpecialtyFactory(),
        text=reply_text,
        approved_at=NOON,
    )
    return question


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("slug",)

    name = "Facial Muscle Disorders"
    slug = factory.LazyAttribute(lambda c: c.name.lower().replace(" ", "-"))


class ReferencePageFactory(DjangoModelFactory):
    """A page that strangers can see."""

    class Meta:
        model = ReferencePage

    category = factory.SubFactory(CategoryFactory)
    title = factory.Sequence(lambda n: f"Causes of symptom {n}")
    slug = factory.LazyAttribute(lambda p: p.title.lower().replace(" ", "-"))
    question_heading = factory.LazyAttribute(lambda p: f"What are the {p.title.lower()}?")
    lead = "Several things can cause it."
    published_at = NOON


class CauseGroupFactory(DjangoModelFactory):
    class Meta:
        model = CauseGroup

    page = factory.SubFactory(ReferencePageFactory)
    heading = "Neurological conditions"


class CauseFactory(DjangoModelFactory):
    class Meta:
        model = Cause

    group = factory.SubFactory(CauseGroupFactory)
    page = factory.SelfAttribute("group.page")
    name = factory.Sequence(lambda n: f"Cause {n}")
    slug = factory.LazyAttribute(lambda c: c.name.lower().replace(" ", "-"))
    text = "It weakens the muscles of the face."


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    publisher = "Test Publisher"
    title = factory.Sequence(lambda n: f"Source {n}")
    url = factory.Sequence(lambda n: f"https://publisher.example/{n}")
    accessed_on = NOON.date()


class CauseLinkFactory(DjangoModelFactory):
    """A link that a person confirmed."""

    class Meta:
        model = CauseLink

        skip_postgeneration_save = True

    reply = factory.SubFactory(ReplyFactory)
    cause = factory.SubFactory(CauseFactory)
    state = CauseLink.State.CONFIRMED
    decided_at = NOON

    @factory.post_generation
    def passages(self, create: bool, extracted: Any, **_: Any) -> None:
        """What a reply that is published cites is copied, as it is when a doctor publishes."""
        link: Any = self
        if link.reply.published_at:
            take_passages(reply=link.reply)
