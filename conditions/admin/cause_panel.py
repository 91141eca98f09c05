"""The part of the reply form where a doctor ticks the causes that fit."""

import logging
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conditions.actions.links import decide_cause_links
from conditions.models import Cause, CauseLink
from conditions.related.encoder.encoder import calibration_problem, encoder_problem
from conditions.related.proposals.for_replies import Proposal, propose_causes
from conditions.related.reasons.explain import in_words
from consult.models import Question, Reply

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Offer:
    """One tick box: the cause, why it is proposed, and whether it is ticked."""

    cause: Cause
    reasons: list[str]
    score: float | None
    is_ticked: bool


class CauseForm(forms.Form):
    """Ticked causes and causes added by search."""

    causes = forms.ModelMultipleChoiceField(queryset=Cause.objects.all(), required=False)
    more_causes = forms.ModelMultipleChoiceField(
        label=_("Add another cause"),
        queryset=Cause.objects.select_related("page"),
        required=False,
        help_text=_("Search by name, by another name, or by page."),
    )

    def __init__(self, *args: Any, admin_site: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["more_causes"]
        field.widget = AutocompleteSelectMultiple(
            CauseLink._meta.get_field("cause"),
            admin_site,
            choices=field.choices,  # type: ignore[attr-defined]
        )
        field.label_from_instance = lambda cause: f"{cause.name} ({cause.page.title})"  # type: ignore[attr-defined]


class CausePanel:
    """Proposed and linked causes of one reply."""

    template = "admin/conditions/cause_panel.html"

    def __init__(self, question: Question, reply: Reply | None, data: Any, admin_site: Any) -> None:
        self.proposals = propose(question, reply)
        self.links = confirmed_links(reply)
        self.data = data
        self.form = CauseForm(data, admin_site=admin_site)
        self.media = self.form.media

    @property
    def notice(self) -> str:
        """What is wrong with the engine, in words; "" when it compares by meaning, with numbers that hold."""
        return encoder_problem() or calibration_problem()

    @property
    def offers(self) -> list[Offer]:
        """What is shown: linked causes that are not proposed, then the proposals, best first."""
        proposed = {proposal.cause.pk for proposal in self.proposals}
        return [
            *(
                Offer(link.cause, in_words(link.reasons), link.score, self._is_ticked(link.cause))  # type: ignore[arg-type]
                for link in self.links
                if link.cause_id not in proposed
            ),
            *(
                Offer(each.cause, each.words, each.score, self._is_ticked(each.cause))
                for each in self.proposals
            ),
        ]

    def _is_ticked(self, cause: Cause) -> bool:
        """As the doctor left it; before that, as it is stored."""
        if self.data is not None:
            return str(cause.pk) in self.data.getlist("causes")
        return cause.pk in {link.cause_id for link in self.links}

    def warning_signs(self) -> list[str]:
        """The warning signs of the pages of all ticked causes."""
        ticked = [offer.cause for offer in self.offers if offer.is_ticked]
        added = (
            self.form.cleaned_data.get("more_causes", [])
            if self.data is not None and self.form.is_valid()
            else []
        )
        signs = (line for cause in [*ticked, *added] for line in cause.page.warning_sign_lines)
        return list(dict.fromkeys(signs))

    def is_valid(self) -> bool:
        """Whether every ticked cause exists."""
        return self.form.is_valid()

    def save(self, reply: Reply, actor: AbstractBaseUser | AnonymousUser) -> None:
        """Store what was ticked."""
        chosen = [*self.form.cleaned_data["causes"], *self.form.cleaned_data["more_causes"]]
        decide_cause_links(reply=reply, proposals=self.proposals, chosen=chosen, actor=actor)


def confirmed_links(reply: Reply | None) -> list[CauseLink]:
    """The reply's confirmed links to causes; none for a reply that is not stored yet."""
    if reply is None or not reply.pk:
        return []
    return list(reply.cause_links.confirmed().filter(cause__isnull=False).select_related("cause__page"))


def propose(question: Question, reply: Reply | None) -> list[Proposal]:
    """The engine's proposals for the question and what is written in reply, best first.

    A fault of the engine is logged: it never keeps a doctor from replying.
    """
    try:
        with transaction.atomic():
            return propose_causes(question, reply)
    except Exception:
        logger.exception("No causes could be proposed for question %s.", question.pk)
        return []
