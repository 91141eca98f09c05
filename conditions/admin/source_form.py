"""The form of a source: changing one that pages cite changes all of them at once, so it asks first."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conditions.models import ReferencePage, Source
from consult.desk.admin.concurrent_edits import GuardedForm

# What readers see of a source beside what it supports.
SHOWN = ("publisher", "title", "url")
PAGES_NAMED = 5


def pages_citing(source: Source) -> list[ReferencePage]:
    """The pages on which the source stands, by title."""
    cited = Q(citations__source=source) | Q(causes__citations__source=source)
    return list(ReferencePage.objects.filter(cited).distinct().order_by("title", "pk"))


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
        if self.instance.pk and not cleaned.get("on_all_pages") and {*SHOWN} & {*self.changed_data}:
            titles = [str(page) for page in pages_citing(self.instance)]
            if titles:
                named = "; ".join(titles[:PAGES_NAMED]) + (" …" if len(titles) > PAGES_NAMED else "")
                said = _(
                    "Readers see it at once on %(count)s pages: %(pages)s. Tick this when you want that."
                )
                self.add_error("on_all_pages", said % {"count": len(titles), "pages": named})
        return cleaned
