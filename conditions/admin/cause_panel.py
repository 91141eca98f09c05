"""The part of the reply form where a doctor ticks the causes and pages that fit, and trims what is cited of them."""

import logging
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conditions.actions.links import decide_cause_links
from conditions.actions.passages import choose_passages, take_passages
from conditions.admin.fields import KnownRows
from conditions.admin.offers import Offer, offers_of
from conditions.grounding.choice import PANEL, Choice, Part
from conditions.grounding.cited import CAUSE, PAGE, Key, key_of
from conditions.grounding.read import copied_rows
from conditions.models import Cause, CauseLink, ReferencePage
from conditions.related.encoder.encoder import calibration_problem, encoder_problem
from conditions.related.lists.read import shown_of
from conditions.related.proposals.for_desk import ForDesk, for_desk
from conditions.related.proposals.for_replies import Proposal
from conditions.related.upkeep.proposals import at_desk
from consult.common.row_ids import sent_number
from consult.models import Question, Reply

logger = logging.getLogger(__name__)

MOST_PLACES = 999

FIELDS = {"causes": CAUSE, "pages": PAGE, "more_causes": CAUSE, "more_pages": PAGE}
"""What is chosen in each field of the form."""


class CauseForm(forms.Form):
    """Ticked causes and pages, and those added by search."""

    causes = KnownRows(queryset=Cause.objects.all(), required=False)
    pages = KnownRows(queryset=ReferencePage.objects.all(), required=False)
    more_causes = KnownRows(
        label=_("Add another cause"),
        queryset=Cause.objects.told().select_related("page"),
        required=False,
        help_text=_("Search by name, by another name, or by page."),
    )
    more_pages = KnownRows(
        label=_("Add a whole page"),
        queryset=ReferencePage.objects.all(),
        required=False,
        help_text=_("Cites its short answer."),
    )

    def __init__(
        self, *args: Any, admin_site: Any, known: dict[Key, Cause | ReferencePage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in FIELDS.items():
            field: Any = self.fields[name]
            field.known = {pk: row for (each, pk), row in known.items() if each == kind}
            if name.startswith("more"):
                field.widget = AutocompleteSelectMultiple(
                    CauseLink._meta.get_field(kind), admin_site, choices=field.choices
                )
        told: Any = self.fields["more_causes"]
        told.known = {pk: cause for pk, cause in told.known.items() if not cause.is_retired}
        told.label_from_instance = lambda cause: f"{cause.name} ({cause.page.title})"


class CausePanel:
    """Proposed and linked causes and pages of one reply."""

    template = "admin/conditions/cause_panel.html"
    side_template = "admin/conditions/similar_cases.html"
    name = PANEL

    def __init__(self, question: Question, reply: Reply | None, data: Any, admin_site: Any) -> None:
        self.reply = reply if reply is not None and reply.pk else None
        self.data = data
        self.links = confirmed_links(self.reply)
        self.found, self.known = self._read(question, reply)
        self.proposals, self.cases = self.found.causes, self.found.cases
        self.form = CauseForm(data, admin_site=admin_site, known=self.known)
        self.media = self.form.media

    def _read(
        self, question: Question, reply: Reply | None
    ) -> tuple[ForDesk, dict[Key, Cause | ReferencePage]]:
        """What is proposed, and by their keys all causes and pages that are linked, wait, or were sent by the form.

        One query for all causes, and one for pages that are not linked.
        """
        wanted = {key_of(link) for link in self.links} | {
            (part.kind, part.key) for part in self._waiting() or ()
        }
        wanted.update(self._sent(*FIELDS))
        found = propose(question, reply, {pk for kind, pk in wanted if kind == CAUSE})
        known: dict[Key, Cause | ReferencePage] = {(CAUSE, pk): cause for pk, cause in found.known.items()}
        known |= {(PAGE, link.page_id): link.page for link in self.links if link.page_id and link.page}
        pages = {pk for kind, pk in wanted if kind == PAGE and (kind, pk) not in known}
        known |= (
            {(PAGE, pk): page for pk, page in ReferencePage.objects.in_bulk(pages).items()} if pages else {}
        )
        return found, known

    def _sent(self, *fields: str) -> list[Key]:
        """What was sent by these fields of the form."""
        found = ((FIELDS[name], each) for name in fields for each in (self.data or QueryDict()).getlist(name))
        return [(kind, number) for kind, each in found if (number := sent_number(each))]

    @property
    def notice(self) -> str:
        """What is wrong with the engine, in words; "" when it compares by meaning, with numbers that hold."""
        return encoder_problem() or calibration_problem()

    @cached_property
    def _stored(self) -> list[Offer]:
        """What is offered, ticked and trimmed as it is stored."""
        passages = list(self.reply.passages.all()) if self.reply else []
        return offers_of(
            self.links, self.proposals, passages, self._waiting(), self.known, self._sent("causes", "pages")
        )

    def _waiting(self) -> list[Part] | None:
        """What waits with a correction of the reply; None when none does."""
        correction = getattr(self.reply, "waiting", None)
        stored = correction.panels.get(self.name) if correction else None
        return None if stored is None else Choice.from_json(stored).parts

    @property
    def offers(self) -> list[Offer]:
        """What is shown, as the doctor left it; before that, as it is stored."""
        if self.data is None:
            return self._stored
        return [self._as_typed(offer) for offer in self._stored]

    @property
    def offers_to_read(self) -> list[Offer]:
        """Those of the offers that are pages to read about a condition."""
        return [offer for offer in self.offers if not offer.is_cause]

    def _as_typed(self, offer: Offer) -> Offer:
        """The offer with what was ticked, placed and left out."""
        ticked = str(offer.target.pk) in self.data.getlist(offer.field_name)
        place = self.data.get(f"place-{offer.key}", "")
        number = int(place) if place.isascii() and place.isdigit() and int(place) <= MOST_PLACES else None
        left_out = offer.left_out
        if self.data.get(f"digest-{offer.key}") == offer.digest:
            kept = self.data.getlist(f"keep-{offer.key}")
            left_out = [each.text for each in offer.sentences if str(each.number) not in kept]
        return replace(offer, is_ticked=ticked, place=number, left_out=left_out)

    def shown(self) -> dict[str, Any]:
        """The links to public pages and passages that readers would see below the reply; copied ones as copied."""
        if not self.form.is_valid():
            return {}
        return shown_of(self.choice(), copied_rows([self.reply]) if self.reply else ())

    def warning_signs(self) -> dict[str, list[str]]:
        """The warning signs of the pages of all that is ticked or was added by search, by its key."""
        pages = {offer.key: offer.page for offer in self.offers if offer.is_ticked}
        if self.data is not None and self.form.is_valid():
            pages |= {f"{CAUSE}-{each.pk}": each.page for each in self.form.cleaned_data["more_causes"]}
            pages |= {f"{PAGE}-{each.pk}": each for each in self.form.cleaned_data["more_pages"]}
        return {key: page.warning_sign_lines for key, page in pages.items()}

    def newly_ticked(self) -> set[str]:
        """What is ticked or was added by search, and is not stored as ticked."""
        return set(self.warning_signs()) - {offer.key for offer in self._stored if offer.is_ticked}

    def has_changed(self) -> bool:
        """Whether something is ticked, placed or trimmed otherwise than it is stored."""
        if self.data is None:
            return False
        added = self.data.getlist("more_causes") + self.data.getlist("more_pages")
        return bool(added) or self.offers != self._stored

    def is_valid(self) -> bool:
        """Whether everything ticked exists, and each passage is still the one that was on the screen."""
        if not self.form.is_valid():
            return False
        changed = [
            offer.name
            for offer in self.offers
            if offer.is_ticked and self.data.get(f"digest-{offer.key}", offer.digest) != offer.digest
        ]
        if changed:
            text = _("Changed on its page while you were writing, read it again: %s.")
            self.form.add_error("causes", text % ", ".join(changed))
        return not changed

    def choice(self) -> Choice:
        """All that is ticked, in its order."""
        offers = {offer.key: offer for offer in self.offers}
        cleaned = self.form.cleaned_data
        targets = [*cleaned["causes"], *cleaned["pages"], *cleaned["more_causes"], *cleaned["more_pages"]]
        keys = dict.fromkeys(key_of(each) for each in targets)
        parts = []
        for at, (kind, pk) in enumerate(keys, start=1):
            offer = offers.get(f"{kind}-{pk}")
            place = (offer.place if offer else None) or MOST_PLACES
            parts.append((place, at, Part(kind, pk, 0, list(offer.left_out) if offer else [])))
        parts.sort(key=lambda row: row[:2])
        return Choice([replace(part, position=at) for at, (_place, _at, part) in enumerate(parts, start=1)])

    def save(self, reply: Reply, actor: AbstractBaseUser | AnonymousUser) -> None:
        """Store what was ticked; what the patient reads already is copied word for word."""
        store(reply, self.choice(), self._read_by_doctor(), actor)

    def _read_by_doctor(self) -> list[Proposal]:
        """The proposals that stood on the form: one that was made meanwhile was not left out by anybody."""
        shown = set(self.data.getlist("offered"))
        return [each for each in self.proposals if f"{CAUSE}-{each.cause.pk}" in shown]

    def prepare(self, reply: Reply) -> None:
        """Make the proposals for the words of the draft now, so that it opens at once."""
        try:
            for_desk(reply.question, reply)
        except Exception:
            logger.exception("No causes could be proposed for question %s.", reply.question_id)

    def publish(self, reply: Reply) -> None:
        """Copy the passages, which are shown from now on."""
        take_passages(reply=reply)

    def waiting_choice(self) -> list[dict[str, Any]]:
        """What was ticked, as it waits with a correction."""
        return self.choice().as_json()

    @staticmethod
    def apply(reply: Reply, stored: Any, actor: AbstractBaseUser | AnonymousUser) -> None:
        """Store what waited with a correction that has just been approved."""
        store(reply, Choice.from_json(stored), [], actor)


def store(reply: Reply, choice: Choice, proposals: list[Proposal], actor: Any) -> None:
    """Link what is chosen and still there, and keep its passages."""
    causes = Cause.objects.filter(pk__in=choice.keys(CAUSE))
    pages = ReferencePage.objects.filter(pk__in=choice.keys(PAGE))
    decide_cause_links(reply=reply, proposals=proposals, chosen=[*causes, *pages], actor=actor)
    there = {key_of(each) for each in (*causes, *pages)}
    parts = [part for part in choice.parts if (part.kind, part.key) in there]
    choose_passages(reply=reply, choice=Choice(parts))
    if reply.is_published:
        take_passages(reply=reply)


def confirmed_links(reply: Reply | None) -> list[CauseLink]:
    """The reply's confirmed links, with their pages but without their causes; none for a reply that is not stored."""
    if reply is None:
        return []
    return list(reply.cause_links.confirmed().select_related("page"))


def propose(question: Question, reply: Reply | None, also: Collection[int] = ()) -> ForDesk:
    """What the engine proposes for the question and what is written in reply, best first, and similar cases.

    A fault of the engine is logged: it never keeps a doctor from replying.
    """
    try:
        return at_desk(question, reply, also)
    except Exception:
        logger.exception("No causes could be proposed for question %s.", question.pk)
        return ForDesk(known=Cause.objects.select_related("page").in_bulk(also))
