"""Makes the nested form sets of a page's form, at a cost that pages of many causes can bear.

The library makes an empty form for every form set, from which the browser makes new rows: nine of ten forms of a long
page.  Here every kind has one, inside the empty form of its parent; static/js/nested-form.js copies it to where
somebody presses “Add”.
"""

from collections.abc import Iterator
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from nested_admin.nested import NestedInlineAdminFormset, NestedModelAdminMixin

EMPTY = "empty"


def has_pattern(formset: Any) -> bool:
    """Whether the form set shows an empty form: the outermost ones, and those inside an empty form."""
    return formset.nesting_depth == 1 or f"-{EMPTY}-" in formset.prefix


class Rows(NestedInlineAdminFormset):  # type: ignore[misc]
    """The forms of one form set, as the template shows them: made once, however often they are gone through."""

    has_add_permission: bool
    _made: list[Any] | None = None

    def __iter__(self) -> Iterator[Any]:
        """Stored rows, new ones, and the empty one where there is one."""
        if self._made is None:
            may_add = self.has_add_permission
            self.has_add_permission = may_add and has_pattern(self.formset)
            self._made = list(super().__iter__())
            self.has_add_permission = may_add
        return iter(self._made)

    @property
    def media(self) -> Media:
        """Scripts and styles: of the empty forms, for all forms of a kind need the same."""
        found: Media = self.opts.media + self.formset.media
        for row in self:
            if row.original is None:
                found = sum((inline.media for inline in row.form.inlines), found)
        return found


class TreeFormsets(NestedModelAdminMixin):  # type: ignore[misc]
    """An admin whose form sets are made once for each kind of row."""

    inline_admin_formset_helper_cls = Rows

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """The form sets of the page and all that stand inside their forms, the outer ones first."""
        # Past the library's own way, which makes a class and an empty form for every form set.
        formsets, inlines = super(NestedModelAdminMixin, self)._create_formsets(request, obj, change)
        for formset, inline in zip(list(formsets), list(inlines), strict=True):
            formset.nesting_depth = 1
            below = _Below(request, obj, formsets, inlines)
            below.nest([formset], inline)
        return formsets, inlines


class _Below:
    """Puts form sets into the forms of others; on a save they are listed too, since they are checked."""

    def __init__(self, request: HttpRequest, obj: Any, formsets: list[Any], inlines: list[Any]) -> None:
        self.request, self.obj, self.formsets, self.inlines = request, obj, formsets, inlines

    def nest(self, outer: list[Any], inline: Any) -> None:
        """Make what stands inside the forms of these form sets, which are of one kind."""
        inside = inline.get_inline_instances(self.request, self.obj) if inline.inlines else []
        for child in inside:
            kind = child.get_formset(self.request, self.obj)
            made = []
            for formset in outer:
                for form in formset.forms:
                    made.append(self._formset(kind, formset, form))
                    self._keep(form, made[-1], child)
                if has_pattern(formset) and inline.has_add_permission(self.request, self.obj):
                    made.append(self._formset(kind, formset, None))
                    self._keep(formset, made[-1], child)
            if self.request.method == "POST":
                listed = [each for each in made if each.is_bound]
                self.formsets += listed
                self.inlines += [child] * len(listed)
            self.nest(made, child)

    def _formset(self, kind: Any, outer: Any, form: Any) -> Any:
        """The form set of one kind inside a form, or inside the empty form of `outer`."""
        prefix = form.prefix if form is not None else outer.add_prefix(EMPTY)
        sent = (
            {"data": self.request.POST, "files": self.request.FILES} if self.request.method == "POST" else {}
        )
        made = kind(
            instance=form.instance if form is not None else None,
            prefix=f"{prefix}-{kind.get_default_prefix()}",
            **(sent if form is not None else {}),
        )
        made.is_nested, made.nesting_depth, made.parent_form = True, outer.nesting_depth + 1, form
        return made

    def _keep(self, parent: Any, formset: Any, inline: Any) -> None:
        """Let a form, or a form set for its empty form, know what stands inside it."""
        parent.__dict__.setdefault("nested_formsets", []).append(formset)
        parent.__dict__.setdefault("nested_inlines", []).append(inline)
