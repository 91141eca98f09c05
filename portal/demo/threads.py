"""Loads the threads of the demo site, through the same actions that patients and doctors use."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from conditions.actions.passages import take_passages
from conditions.models import Cause, CauseLink
from consult.common.database import analyze
from consult.desk.actions.reply import decline_question, publish_reply, request_information, save_reply
from consult.models import (
    Consent,
    ConsentWording,
    Doctor,
    FollowUp,
    Question,
    Reply,
    Specialty,
    Status,
    Topic,
)
from consult.models.consent import ConsentKind
from consult.models.question import AgeRange, Origin
from consult.question.actions.ask import ask_question
from consult.question.actions.hold import lift_hold
from consult.question.actions.publication import approve_question
from consult.question.actions.red_flags import look_at_red_flags
from portal.demo import content
from portal.demo.content import DemoContentError, Entry, moment
from portal.demo.loaded import remember, was_loaded
from portal.demo.people import doctors_by_key

ASKED, REPLIED, APPROVED = 9, 15, 17  # hours of the day
COUNTED_EVERY = 20
"""Threads after which the planner looks at the tables again: in those that it last saw empty, as on a new site, the
triggers of PostgreSQL walk row by row through all that was loaded since."""
AGE_RANGES = {str(age.label): age.value for age in AgeRange}


def load_threads(*, editor: AbstractBaseUser | None = None) -> int:
    """Add the threads that were never loaded before, approved in the name of `editor`; return how many."""
    doctors = doctors_by_key()
    specialties = {specialty.name: specialty for specialty in Specialty.objects.all()}
    wordings = ConsentWording.objects.current()
    added = 0
    for entry in content.threads():
        if not was_loaded("thread", entry["key"]):
            try:
                _Thread(entry, doctors, specialties, wordings).load(editor)
            except KeyError as error:
                raise DemoContentError(f"Thread “{entry['key']}”: {error} is missing or unknown.") from error
            added += 1
            if added % COUNTED_EVERY == 0:
                analyze()
    return added


class _Thread:
    """One entry of the TOML files on its way into the database."""

    def __init__(
        self,
        entry: Entry,
        doctors: dict[str, Doctor],
        specialties: dict[str, Specialty],
        wordings: dict[str, ConsentWording],
    ) -> None:
        self.entry = entry
        self.doctors = doctors
        self.specialty = specialties[entry["specialty"]]
        self.specialties = specialties
        self.wordings = wordings
        self.asked_at = moment(entry["asked_on"], ASKED)

    @transaction.atomic
    def load(self, editor: AbstractBaseUser | None) -> None:
        """Ask, reply, link, approve; then set the dates of the past."""
        question = self._ask()
        remember("thread", self.entry["key"], question)
        status = self.entry["status"]
        if status == Status.NEEDS_INFO:
            request_information(question=question, message=self.entry["message"], actor=None)
        elif status == Status.DECLINED:
            decline_question(question=question, message=self.entry["message"], actor=None)
        replied = [self._reply(question, number) for number in range(len(self.entry.get("reply", [])))]
        for message in self.entry.get("follow_up", []):
            self._follow_up(question, message)
        if status == Status.PUBLISHED:
            self._approve(question, editor)
        self._backdate(question, replied)

    def _approve(self, question: Question, editor: AbstractBaseUser | None) -> None:
        """Publish; what the safety check held has been looked at by whoever wrote the demo."""
        question.refresh_from_db()
        if question.held_at:
            look_at_red_flags(question=question, findings=question.red_flags.all(), actor=editor)
            question = lift_hold(question=question, actor=editor)
        approve_question(question=question, actor=editor)

    def _ask(self) -> Question:
        """The question, with the consents that its status needs."""
        entry = self.entry
        kinds = [ConsentKind.ANSWER]
        if entry.get("publish", entry["status"] != Status.ANSWERED):
            kinds.append(ConsentKind.PUBLISH)
        if entry["about"] == "child":
            kinds.append(ConsentKind.GUARDIAN)
        fields = {name: entry[name] for name in ("title", "body", "display_name", "about")}
        fields |= {
            "age_range": AGE_RANGES[entry["age_range"]],
            "sex": entry.get("sex", ""),
            "specialty": self.specialty,
            "origin": Origin.DEMO,
            "import_key": f"demo:{entry['key']}",
            "asked_at": self.asked_at,
        }
        question, _token = ask_question(fields=fields, consents=[self.wordings[kind] for kind in kinds])
        topics = {topic.name: topic for topic in Topic.objects.filter(specialty=self.specialty)}
        question.topics.set(topics[name] for name in entry.get("topics", []))
        return question

    def _reply(self, question: Question, number: int) -> tuple[Reply, datetime]:
        """One published reply with its confirmed causes, and when it was given."""
        entry = self.entry["reply"][number]
        doctor = self.doctors[entry["doctor"]]
        when = max(moment(entry["replied_on"], REPLIED), self.asked_at)
        reply = Reply(
            question=question,
            doctor=doctor,
            specialty=self.specialties[entry["specialty"]],
            text=entry["text"],
            safety_net=entry.get("safety_net", ""),
            more_info=entry.get("more_info", ""),
            import_key=f"demo:{self.entry['key']}:{number}",
        )
        save_reply(reply=reply, actor=doctor.user)
        for address in entry.get("causes", []):
            page, anchor = address.split("#")
            if cause := Cause.objects.filter(page__slug=page, slug=anchor).first():
                CauseLink.objects.create(
                    reply=reply, cause=cause, state=CauseLink.State.CONFIRMED, decided_at=when
                )
        reply = publish_reply(reply=reply, actor=doctor.user)
        take_passages(reply=reply, at=when)
        return reply, when

    def _follow_up(self, question: Question, entry: Entry) -> None:
        """A later message of the patient and its answer, approved for the public thread."""
        answered_at = moment(entry["answered_on"], REPLIED)
        FollowUp.objects.create(
            question=question,
            text=entry["text"],
            asked_at=moment(entry["sent_on"], ASKED),
            doctor=self.doctors[entry["doctor"]],
            answer=entry["answer"],
            answered_at=answered_at,
            approved_at=answered_at if self.entry["status"] == Status.PUBLISHED else None,
        )

    def _backdate(self, question: Question, replied: list[tuple[Reply, datetime]]) -> None:
        """The actions say "now"; the demo happened over two years."""
        public = self.entry["status"] == Status.PUBLISHED
        for reply, when in replied:
            Reply.objects.filter(pk=reply.pk).update(
                created_at=when, published_at=when, approved_at=when if public else None
            )
        Consent.objects.filter(question=question).update(given_at=self.asked_at)
        if replied:
            last = max(when for _reply, when in replied)
            approved_at = max(moment(timezone.localdate(last), APPROVED), last)
            Question.objects.filter(pk=question.pk).update(
                answered_at=replied[0][1], published_at=approved_at if public else None
            )
