"""The search form: the words, and what narrows the questions."""

from html import escape
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from consult.common.forms import TypedCharField
from consult.models import Doctor, Specialty, Topic
from portal.search.filters import Filters
from portal.search.query import MAX_CHARS
from portal.search.said import said

ANY = gettext_noop("Any")
SPECIALTY = gettext_noop("Specialty")
TOPIC = gettext_noop("Topic")
ANSWERED_BY = gettext_noop("Answered by")
ASKED_IN = gettext_noop("Asked in")
LISTS = {"specialty": SPECIALTY, "topic": TOPIC, "doctor": ANSWERED_BY, "year": ASKED_IN}
"""The lists of choices in the order of the page, with their labels."""


class SearchForm(forms.Form):
    """Read by GET.  A filter that names nothing is reported at its field and not applied."""

    q = TypedCharField(label=_("What are you looking for?"), required=False, strip=False)
    specialty = forms.ModelChoiceField(
        Specialty.objects.all(), to_field_name="slug", required=False, label=_(SPECIALTY)
    )
    topic = forms.ModelChoiceField(Topic.objects.select_related("specialty"), required=False, label=_(TOPIC))
    doctor = forms.ModelChoiceField(
        Doctor.objects.listed(), to_field_name="slug", required=False, label=_(ANSWERED_BY)
    )
    year = forms.IntegerField(
        min_value=1900, max_value=2200, required=False, label=_(ASKED_IN), widget=forms.Select
    )
    cause = forms.BooleanField(required=False, label=_("Only with a cause that the doctor named"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["maxlength"] = MAX_CHARS

    def lists(self) -> list[SafeString]:
        """The fields that are lists of choices, in the order of the page, as HTML."""
        return [_list(self[name], name) for name in LISTS]

    def filters(self) -> Filters:
        """The filters that are valid; call is_valid first."""
        chosen = self.cleaned_data
        return Filters(
            specialty=chosen.get("specialty"),
            topic=chosen.get("topic"),
            doctor=chosen.get("doctor"),
            year=chosen.get("year"),
            with_cause=bool(chosen.get("cause")),
        )

    def offer(self, **choices: list[tuple[Any, str]]) -> None:
        """Offer these choices (value, words) in the lists, and what is chosen already."""
        for name, offered in choices.items():
            field = self.fields[name]
            chosen = self.cleaned_data.get(name)
            if chosen is not None and _value(field, chosen) not in [value for value, _words in offered]:
                offered = [*offered, (_value(field, chosen), str(chosen))]
            field.widget.choices = [("", said(ANY)), *offered]


def _list(field: forms.BoundField, name: str) -> SafeString:
    """A list with its label and what is wrong with it.  Written out: by templates it was a tenth of a search."""
    errors = field.errors
    return format_html(
        '<div class="mb-3"><label class="form-label" for="id_{name}">{label}</label>'
        '<select class="form-select{invalid}" name="{name}" id="id_{name}"{described}>{options}</select>{errors}</div>',
        name=name,
        label=said(LISTS[name]),
        invalid=" is-invalid" if errors else "",
        described=format_html(' aria-invalid="true" aria-describedby="id_{}_error"', name) if errors else "",
        options=_options(field),
        errors=format_html_join(
            "",
            '<p class="invalid-feedback d-block" id="id_{}_error">{}</p>',
            ((name, each) for each in errors),
        ),
    )


def _options(field: forms.BoundField) -> SafeString:
    """The choices of a list, what is chosen marked: a template of its own for each took longer than counting them."""
    chosen = field.value()
    chosen = "" if chosen is None else str(chosen)
    options = (
        f'<option value="{escape(str(value))}"{" selected" if str(value) == chosen else ""}>'
        f"{escape(str(words))}</option>"
        for value, words in field.field.widget.choices
    )
    return mark_safe("".join(options))  # noqa: S308  (value and words are escaped)


def _value(field: forms.Field, chosen: Any) -> Any:
    """What stands in the address for a chosen object."""
    return field.prepare_value(chosen)
