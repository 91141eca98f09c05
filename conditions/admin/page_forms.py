"""Forms of the reference page's one big form: the page, its groups, causes and citations."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from conditions.admin.quick_renderer import QuickRenderer
from conditions.anchors import anchor_for
from conditions.models import Cause, CauseGroup, Citation, ReferencePage
from consult.common.forms import TypedCharField, TypedMeta
from consult.desk.admin.concurrent_edits import GuardedForm, ReasonedForm


class NewPageForm(forms.ModelForm[ReferencePage]):
    """What a page needs before it can be written: the rest follows on its form."""

    class Meta(TypedMeta):
        model = ReferencePage
        fields = ["category", "kind", "title", "slug"]
        widgets = {"title": forms.TextInput(attrs={"size": 60}), "slug": forms.TextInput(attrs={"size": 60})}


class ReferencePageForm(ReasonedForm):
    """The page itself.  What it stores is a revision, which notices by itself when somebody else saved meanwhile."""

    # What is typed here is kept under it, beside what was typed into other forms.
    form_key = TypedCharField(required=False, max_length=32, widget=forms.HiddenInput)

    class Meta:
        model = ReferencePage
        fields = "__all__"
        widgets = {
            "title": forms.TextInput(attrs={"size": 60}),
            "slug": forms.TextInput(attrs={"size": 60}),
            "question_heading": forms.TextInput(attrs={"size": 60}),
            "lead": forms.Textarea(attrs={"rows": 6}),
            "warning_signs": forms.Textarea(attrs={"rows": 4}),
            "causes_intro": forms.Textarea(attrs={"rows": 2}),
            "treatment": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "title": _("For example: “Causes of facial muscle loss”."),
            "question_heading": _("For example: “What causes facial muscle loss?”"),
            "causes_intro": _("For example: “Several things can lead to …”"),
            "next_review_on": _("Left empty, it is planned when the page is published."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen_state" in self.fields:
            self.fields["change_reason"].help_text = _(
                "Readers are told it in one line, under “What changed”. Left empty, they are told which parts changed."
            )
            self.fields["seen_state"].initial = getattr(self.instance, "seen_state", "")
        self.fields["form_key"].initial = getattr(self.instance, "form_key", "")
        if hasattr(self.instance, "related_keys"):
            self.initial["related"] = self.instance.related_keys
        if reason := getattr(self.instance, "draft_reason", ""):
            self.fields["change_reason"].initial = reason

    def clean(self) -> dict[str, Any]:
        """Without the check for somebody else's save, which is made when the revision is stored."""
        return super(GuardedForm, self).clean() or self.cleaned_data


class RowForm(forms.ModelForm[Any]):
    """A row of the document.  What it must not share with others is checked over the whole document, not with rows."""

    default_renderer = QuickRenderer

    def validate_unique(self) -> None:
        """Not here."""

    def validate_constraints(self) -> None:
        """Not here."""


class GroupForm(RowForm):
    """One heading over causes."""

    class Meta(TypedMeta):
        model = CauseGroup
        fields = ["heading", "text", "is_after_treatment", "position"]
        widgets = {
            "heading": forms.TextInput(attrs={"size": 50}),
            "text": forms.Textarea(attrs={"rows": 2}),
            "position": forms.HiddenInput,
        }


class CauseForm(RowForm):
    """One cause, with its other names one a line."""

    other_names = TypedCharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
        help_text=_("One a line. Patients' words are matched with them."),
    )

    # Where it is to stand: "group:KEY" or "cause:KEY", written by the button “Move” of static/js/nested-form.js.
    move_to = TypedCharField(required=False, max_length=40, widget=forms.HiddenInput)

    class Meta(TypedMeta):
        model = Cause
        fields = [
            "name",
            "slug",
            "other_names",
            "text",
            "is_condition",
            "is_subject",
            "is_urgent",
            "is_editorial",
            "is_retired",
            "position",
        ]
        widgets = {
            "name": forms.TextInput(attrs={"size": 50}),
            "slug": forms.TextInput(attrs={"size": 50}),
            "text": forms.Textarea(attrs={"rows": 3}),
            "position": forms.HiddenInput,
        }
        help_texts = {
            "slug": _("The part of the address after #. A former anchor keeps leading to the cause.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        if self.instance.pk:
            names = [alias.name for alias in self.instance.aliases.all()]
            self.initial["other_names"] = "\n".join(names)

    def clean_other_names(self) -> list[str]:
        """The names, without empty lines and doubles."""
        names = [line.strip() for line in self.cleaned_data["other_names"].splitlines()]
        if any(len(name) > 160 for name in names):
            raise ValidationError(_("A name has at most 160 characters."))
        return list(dict.fromkeys(name for name in names if name))

    def clean(self) -> dict[str, Any]:
        """Make the anchor of a new cause from its name; a stored one that was emptied stays, for replies link to it."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = self.instance.slug or anchor_for(cleaned["name"])
        return cleaned


class KnownSourceSelect(AutocompleteSelect):
    """An autocomplete field that is told its chosen source, instead of asking the database for each row."""

    chosen: tuple[int, str] | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """As quickly as the fields beside it: what wraps it in its links names no renderer."""
        return super().render(name, value, attrs, renderer or RowForm.default_renderer())

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The empty option and the chosen source."""
        if self.chosen is None or value != [str(self.chosen[0])]:
            return super().optgroups(name, value, attr)
        pk, label = self.chosen
        options = [
            self.create_option(name, "", "", False, 0),
            self.create_option(name, pk, label, True, 1),
        ]
        return [(None, options, 0)]


class KnownSourceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The choice of a source, which asks the database only for another one than was chosen before."""

    chosen: Any = None

    def to_python(self, value: Any) -> Any:
        """The source with this key."""
        if self.chosen is not None and str(value) == str(self.chosen.pk):
            return self.chosen
        return super().to_python(value)


class CitationForm(RowForm):
    """One citation."""

    class Meta(TypedMeta):
        model = Citation
        fields = ["source", "section", "statement"]
        widgets = {"statement": forms.TextInput(attrs={"size": 50})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("source")
        if self.instance.source_id and isinstance(field, KnownSourceField):
            field.chosen = self.instance.source
            widget = getattr(field.widget, "widget", None)
            if isinstance(widget, KnownSourceSelect):
                widget.chosen = (field.chosen.pk, str(field.chosen))

    def _get_validation_exclusions(self) -> set[str]:
        """The row need not look once more whether the source is there: its field has."""
        return {*super()._get_validation_exclusions(), "source"}  # type: ignore[misc]


class PageField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A reference page by its address; the browser offers those whose title has what is typed."""

    widget = forms.TextInput(attrs={"list": "all-pages", "size": 40})

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=ReferencePage.objects.all(), to_field_name="slug", **options)
        self.error_messages["invalid_choice"] = _("Choose one of the pages that are offered.")


def all_pages() -> list[tuple[str, str]]:
    """What a PageField offers: address and title."""
    return list(ReferencePage.objects.order_by("title", "pk").values_list("slug", "title"))
