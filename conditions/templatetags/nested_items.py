"""Renders the items of the nested form, and the many equal empty ones only once."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ITEM = "nesting/admin/inlines/stacked_item.html"


@register.simple_tag(takes_context=True)
def nested_item(context: template.Context, inline_admin_formset: Any, inline_admin_form: Any) -> SafeString:
    """Return the HTML of one item.

    The empty form of a form set, from which the browser makes new items, differs between parents only in its
    prefix, so it is rendered once for each inline and each request.
    """
    prefix = inline_admin_formset.formset.prefix
    is_empty = inline_admin_form.form.prefix == f"{prefix}-__prefix__"
    if not is_empty:
        return _render(context, inline_admin_formset, inline_admin_form, is_empty)
    kept: dict[type, tuple[str, str]] = inline_admin_formset.request.__dict__.setdefault("_empty_items", {})
    kind = type(inline_admin_formset.opts)
    if kind not in kept:
        kept[kind] = (prefix, _render(context, inline_admin_formset, inline_admin_form, is_empty))
    old_prefix, html = kept[kind]
    return mark_safe(html.replace(old_prefix, prefix))  # noqa: S308  (rendered by a template above)


def _render(context: template.Context, formset: Any, item: Any, is_empty: bool) -> SafeString:
    """Render the item's template within the surrounding context."""
    found = context.template.engine.get_template(ITEM)  # type: ignore[union-attr]
    with context.push(inline_admin_formset=formset, item=item, is_empty=is_empty):
        return found.render(context)
