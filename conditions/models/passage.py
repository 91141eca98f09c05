"""Passages of reference pages below a reply: chosen while it is written, kept word for word from its publication."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.cause import Cause
from conditions.models.page import ReferencePage
from consult.models import Claim, Doctor, Question, Reply
from consult.models.staffing import present
from consult.models.status import REPLIED


class PassageQuerySet(models.QuerySet["Passage"]):
    """Named reads of passages."""

    def taken(self) -> "PassageQuerySet":
        """Passages whose words are kept: those that readers see."""
        return self.filter(taken_at__isnull=False)

    def in_order(self) -> "PassageQuerySet":
        """As the doctor placed them."""
        return self.order_by("position", "pk")

    def of_pages(self, *pages: ReferencePage, causes: Iterable[int] = ()) -> "PassageQuerySet":
        """What is cited of these pages, of the causes on them, and of these causes (by key)."""
        on_them = Cause.objects.filter(page__in=pages).values("pk")
        return self.filter(Q(page__in=pages) | Q(cause__in=on_them) | Q(cause__in=list(causes)))

    def changed(self) -> "PassageQuerySet":
        """Those whose reference says something else by now, and of which no doctor has decided yet."""
        return self.filter(_of_reply(Q(question__status__in=REPLIED)), changed_at__isnull=False)

    def for_doctor(self, doctor: Doctor) -> "PassageQuerySet":
        """Those of this doctor's replies, and of those left alone what is in the own specialties, or was given.

        Of the specialties only those on questions that this doctor may open: a question may stand in another one.
        """
        in_own = Q(specialty__in=doctor.specialties.all()) & Exists(
            Question.objects.for_doctor(doctor).filter(pk=OuterRef("question"))
        )
        given = Q(question__in=Claim.objects.given_to(doctor).values("question"))
        left_alone = (in_own | given) & ~Q(doctor__in=present().values("pk"))
        return self.filter(_of_reply(Q(doctor=doctor) | left_alone))


def _of_reply(wanted: Q) -> Exists:
    """That the reply is like this, asked passage by passage: joined, a database may walk all replies for a few."""
    return Exists(Reply.objects.filter(wanted, pk=OuterRef("reply")))


class Passage(models.Model):
    """What one reply cites of one cause, or of the lead of one page.

    Before publication it only says where the passage stands and what is left out of it.  At publication the words and
    sources are copied here, and readers see the copy from then on: an edit of the page changes no doctor's reply.  When
    the page says something else in substance, `changed_at` says since when, until a doctor has decided.
    """

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="passages")
    cause = models.ForeignKey(
        Cause, on_delete=models.SET_NULL, null=True, blank=True, related_name="passages"
    )
    page = models.ForeignKey(
        ReferencePage, on_delete=models.SET_NULL, null=True, blank=True, related_name="passages"
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    left_out = models.JSONField(_("left out"), default=list, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    page_title = models.CharField(_("page"), max_length=200, blank=True)
    full_text = models.TextField(_("the whole passage"), blank=True)
    text = models.TextField(_("what readers see"), blank=True)
    sources: Any = models.JSONField(_("sources"), default=list, blank=True)
    taken_at = models.DateTimeField(_("taken over on"), null=True, blank=True)
    changed_at = models.DateTimeField(_("reference changed on"), null=True, blank=True)
    # What the page said when a doctor decided that the copy holds (grounding.changed), so that it is asked once.
    confirmed = models.CharField(max_length=16, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("cited passage")
        verbose_name_plural = _("cited passages")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["changed_at"], condition=Q(changed_at__isnull=False), name="passage_changed")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__isnull=True) | Q(page__isnull=True),
                name="passage_of_cause_or_page",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=False) | Q(text="", full_text=""),
                name="passage_has_words_once_taken",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=True) | Q(taken_at__isnull=False),
                name="passage_changed_since_taken",
            ),
            models.UniqueConstraint(
                fields=["reply", "cause"], condition=Q(cause__isnull=False), name="reply_cites_cause_once"
            ),
            models.UniqueConstraint(
                fields=["reply", "page"], condition=Q(page__isnull=False), name="reply_cites_page_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Passage {self.pk} of reply {self.reply_id}"

    @property
    def is_shortened(self) -> bool:
        """Whether the doctor left something out."""
        return self.text != self.full_text
