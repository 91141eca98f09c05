"""Mail that is to be sent.  Holds no text in clear: the words are made when it is sent, or lie here encrypted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Named reads of the outbox."""

    def due(self) -> "OutboxQuerySet":
        """Messages to send now: not sent, not given up, and not waiting for their next try."""
        return self.filter(state=OutboxMessage.State.PENDING, next_attempt_at__lte=timezone.now()).order_by(
            "next_attempt_at", "pk"
        )

    def failing(self) -> "OutboxQuerySet":
        """Messages of which at least one try has failed and that are not sent."""
        return self.filter(attempts__gt=0).exclude(state=OutboxMessage.State.SENT)


class OutboxMessage(models.Model):
    """One message to one patient or to staff, sent at most once."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Question received")
        NEEDS_INFO = "needs_info", _("More information needed")
        ANSWERED = "answered", _("Question answered")
        FOLLOW_UP_ANSWERED = "followup_answered", _("Follow-up answered")
        PUBLISHED = "published", _("Question published")
        DECLINED = "declined", _("Question declined")
        CASE_LINK = "case_link", _("Link to the cases")
        STAFF_ALERT = "staff_alert", _("Alert to staff")
        STAFF_NOTICE = "staff_notice", _("Notice to one of the staff")
        STAFF_DIGEST = "staff_digest", _("Notices of the day to one of the staff")
        ACCOUNT = "account", _("Sign-in of staff")

    class State(models.TextChoices):
        PENDING = "pending", _("To be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    TO_STAFF = (Kind.STAFF_ALERT, Kind.STAFF_NOTICE, Kind.STAFF_DIGEST, Kind.ACCOUNT)
    """Kinds that go to staff; all others go to the patient."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    contact = models.ForeignKey(
        "consult.Contact", on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    question = models.ForeignKey(
        "consult.Question", on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member of staff"),
    )
    dedupe_key = models.CharField(max_length=100, unique=True, editable=False)
    sealed = models.TextField(
        blank=True,
        default="",
        editable=False,
        help_text=_("A mail about a sign-in, encrypted; empty once it is sent."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    next_attempt_at = models.DateTimeField(_("next try"), default=timezone.now)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outbox")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="outbox_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["staff_alert", "staff_notice", "staff_digest", "account"], contact__isnull=True
                )
                | (
                    ~Q(kind__in=["staff_alert", "staff_notice", "staff_digest", "account"])
                    & Q(contact__isnull=False)
                ),
                name="outbox_patient_mail_has_contact",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["staff_notice", "staff_digest"], staff__isnull=False)
                | (~Q(kind__in=["staff_notice", "staff_digest"]) & Q(staff__isnull=True)),
                name="outbox_notice_names_its_reader",
            ),
            models.CheckConstraint(
                condition=Q(sealed="") | (Q(kind="account") & ~Q(state="sent")),
                name="outbox_words_only_of_account_mail_to_send",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="outbox_sent_iff_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk} ({self.get_kind_display()})"
