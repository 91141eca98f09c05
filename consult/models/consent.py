"""What a patient agreed to, in which words, and when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConsentKind(models.TextChoices):
    """The separate things that a patient may agree to."""

    ANSWER = "answer", _("A doctor may read and answer my question")
    PUBLISH = "publish", _("My question and the reply may be published")
    GUARDIAN = "guardian", _("A parent or guardian agrees")


class ConsentWordingQuerySet(models.QuerySet["ConsentWording"]):
    """Named reads of wordings."""

    def current(self) -> dict[str, "ConsentWording"]:
        """Return the newest wording of each kind, by kind."""
        return {wording.kind: wording for wording in self.order_by("kind", "version")}


class ConsentWording(models.Model):
    """One version of the words shown beside a consent.  Never edited once used: a new version is added."""

    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ConsentWordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="consent_wording_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Named reads of consents."""

    def standing(self, kind: str) -> "ConsentQuerySet":
        """Consents of this kind that were not taken back."""
        return self.filter(kind=kind, withdrawn_at__isnull=True)


class Consent(models.Model):
    """A patient's agreement to one wording; withdrawn rather than deleted."""

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="consents")
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind, editable=False)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk} ({self.kind})"
