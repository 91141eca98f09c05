"""Ready-made words: doctors keep their own, editors those of the specialties."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedMeta
from consult.desk import access
from consult.models import Doctor, Snippet


def may_share(request: HttpRequest) -> bool:
    """Whether this person may write snippets that every doctor of a specialty gets."""
    return request.user.has_perm("consult.share_snippet")


class SnippetForm(forms.ModelForm[Snippet]):
    """A snippet: of the specialty that is chosen, or else of the doctor who writes it."""

    doctor: Doctor | None = None
    """Whose own it is when no specialty is chosen; set by the admin."""

    class Meta(TypedMeta):
        model = Snippet
        fields = ["name", "text", "specialty"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8, "cols": 60})}

    def clean(self) -> dict[str, Any]:
        """Say whose it is."""
        cleaned = super().clean() or self.cleaned_data
        specialty = cleaned.get("specialty")
        if specialty is None and self.doctor is None and not self.has_error("specialty"):
            raise ValidationError({"specialty": _("Choose the specialty whose doctors get it.")})
        self.instance.doctor = None if specialty else self.doctor
        return cleaned


class SnippetAdmin(admin.ModelAdmin[Snippet]):
    """Snippets that this person may use or write; nobody sees those of a colleague."""

    form = SnippetForm
    list_display = ["name", "whose", "words"]
    list_select_related = ["doctor", "specialty"]
    search_fields = ["name", "text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snippet]:
        """The own ones, those of the own specialties, and for who writes them those of all."""
        doctor = access.doctor_of(request)
        seen = Q(doctor=doctor) if doctor else Q(pk__in=[])
        if may_share(request):
            seen |= Q(specialty__isnull=False)
        elif doctor:
            seen |= Q(specialty__in=doctor.specialties.all())
        return super().get_queryset(request).filter(seen)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A doctor writes for the own desk; who may share chooses a specialty."""
        if not may_share(request):
            kwargs["fields"] = ["name", "text"]
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.doctor = access.doctor_of(request)
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """As in the form."""
        return ["name", "text", "specialty"] if may_share(request) else ["name", "text"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The own ones, and those of specialties for who may share them."""
        return super().has_change_permission(request, obj) and self._is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The own ones, and those of specialties for who may share them."""
        return super().has_delete_permission(request, obj) and self._is_theirs(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Doctors and editors.  Asked for the menu of every screen, so without a query."""
        writes = may_share(request) or request.user.has_perm("consult.reply_to_question")
        return super().has_add_permission(request) and writes

    @staticmethod
    def _is_theirs(request: HttpRequest, obj: Snippet | None) -> bool:
        if obj is None:
            return True
        if obj.specialty_id:
            return may_share(request)
        doctor = access.doctor_of(request)
        return doctor is not None and obj.doctor_id == doctor.pk

    @admin.display(description=_("for"))
    def whose(self, snippet: Snippet) -> str:
        """Who gets it at the desk."""
        return str(snippet.specialty or _("Only me"))

    @admin.display(description=_("words"))
    def words(self, snippet: Snippet) -> str:
        """Their beginning."""
        return Truncator(" ".join(snippet.text.split())).chars(90)
