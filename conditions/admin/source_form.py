"""The forms of a source and of a table of them: what pages cite changes on all of them at once, so both ask first."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from import_export.forms import ConfirmImportForm, ImportForm

from conditions.models import ReferencePage, Source
from consult.desk.admin.concurrent_edits import GuardedForm

# What readers see of a source beside what it supports.
SHOWN = ("publisher", "title", "url")
PAGES_NAMED = 5


def pages_citing(source: Source) -> list[ReferencePage]:
    """The pages on which the source stands, by title."""
    cited = Q(citations__source=source) | Q(causes__citations__source=source)
    return list(ReferencePage.objects.filter(cited).distinct().order_by("title", "pk"))


def told_pages(source: Source) -> str:
    """A sentence that names pages on which the source stands; "" for one that nothing cites."""
    titles = [str(page) for page in pages_citing(source)]
    if not titles:
        return ""
    named = "; ".join(titles[:PAGES_NAMED]) + (" …" if len(titles) > PAGES_NAMED else "")
    said = ngettext(
        "Readers see it at once on %(count)s page: %(pages)s.",
        "Readers see it at once on %(count)s pages: %(pages)s.",
        len(titles),
    )
    return said % {"count": len(titles), "pages": named}


def told_change(label: Any, old: Any) -> str:
    """A changed field for the history, with what readers saw before."""
    return gettext("%(field)s (was: %(old)s)") % {"field": label, "old": old}


class SourceForm(GuardedForm):
    """A source.  What readers see of it is changed on every page, which somebody has to want."""

    on_all_pages = forms.BooleanField(
        label=_("Change it on all pages"),
        required=False,
        help_text=_("Only asked when publisher, title or address of a cited source change."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a change of what live pages show until it is confirmed; name the pages."""
        cleaned = super().clean()
        is_asked = self.instance.pk and not cleaned.get("on_all_pages") and {*SHOWN} & {*self.changed_data}
        if is_asked and (said := told_pages(self.instance)):
            self.add_error("on_all_pages", f"{said} {_('Tick this when you want that.')}")
        return cleaned


class SourceImportForm(ImportForm):  # type: ignore[misc]
    """A file of sources, and whether it may change what live pages show."""

    on_all_pages = forms.BooleanField(
        label=_("Change cited sources on all pages"),
        required=False,
        help_text=_("Without it the file changes no publisher and no title of a source that a page cites."),
    )


class SourceConfirmForm(ConfirmImportForm):  # type: ignore[misc]
    """What was answered, beside the file that was looked at."""

    on_all_pages = forms.BooleanField(required=False, widget=forms.HiddenInput)
