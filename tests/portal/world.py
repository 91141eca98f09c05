"""A small public site in which everything leads to everything, for tests that walk over all pages."""

from dataclasses import dataclass, field
from typing import Any

from conditions.models import CauseAlias, Citation, Neighbour, ReferencePage
from conditions.name_index import renew_names
from consult.models import Doctor, FollowUp, Question, Specialty, Topic
from tests.factories import (
    NOON,
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    DoctorFactory,
    ReferencePageFactory,
    SourceFactory,
    SpecialtyFactory,
    TopicFactory,
    public_question,
)


@dataclass
class World:
    """The rows that a test asks about; `questions[0]` is the thread with everything."""

    specialty: Specialty
    topic: Topic
    doctor: Doctor
    page: ReferencePage
    questions: list[Question] = field(default_factory=list)

    def add(self, **fields: Any) -> Question:
        """Add one more public question: same doctor and topic, similar to the first, linked to every cause."""
        question = public_question(
            specialty=self.specialty, doctor=self.doctor, reply_text="See a neurologist.", **fields
        )
        question.topics.add(self.topic)
        reply = question.replies.get()
        for cause in self.page.causes.all():
            CauseLinkFactory(reply=reply, cause=cause, score=0.5)
        FollowUp.objects.create(
            question=question,
            text="And now?",
            asked_at=NOON,
            doctor=self.doctor,
            answer="Rest.",
            answered_at=NOON,
            approved_at=NOON,
        )
        if self.questions:
            for one, other in ((self.questions[0], question), (question, self.questions[0])):
                Neighbour.objects.create(question=one, other=other, score=0.8)
        self.questions.append(question)
        return question

    def grow(self, size: int) -> None:
        """Add rows of every kind until there are `size` of each."""
        group = self.page.groups.first()
        for number in range(self.page.causes.count(), size):
            parent = self.page.causes.filter(parent=None).first() if number % 3 == 1 else None
            cause = CauseFactory(group=group, parent=parent)
            CauseAlias.objects.create(cause=cause, name=f"Alias {number}")
            Citation.objects.create(cause=cause, source=SourceFactory())
            self.page.related.add(ReferencePageFactory(category=self.page.category))
            TopicFactory(specialty=self.specialty)
            DoctorFactory(specialties=[self.specialty])
            SpecialtyFactory(name=f"Specialty {number}")
        while len(self.questions) < size:
            self.add()


def world(size: int = 3) -> World:
    """Return a new world with `size` rows of every kind."""
    specialty = SpecialtyFactory()
    page = ReferencePageFactory(treatment="Rest.", last_reviewed_on=NOON.date(), reviewed_by="Dr Reviewer")
    CauseGroupFactory(page=page)
    Citation.objects.create(page=page, section=Citation.Section.TREATMENT, source=SourceFactory())
    made = World(
        specialty=specialty,
        topic=TopicFactory(specialty=specialty),
        doctor=DoctorFactory(name="Dr Nora Neuron", specialties=[specialty]),
        page=page,
    )
    made.grow(size)
    renew_names(*ReferencePage.objects.all())
    return made
