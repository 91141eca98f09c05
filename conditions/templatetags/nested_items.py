"""Renders the items of the nested form, and the many equal empty ones only once."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.formsets import (
    INITIAL_FORM_COUNT,
    MAX_NUM_FORM_COUNT,
    MIN_NUM_FORM_COUNT,
    TOTAL_FORM_COUNT,
)
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ITEM = "nesting/admin/inlines/stacked_item.html"
COUNTS = (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT, MIN_NUM_FORM_COUNT, MAX_NUM_FORM_COUNT)


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


@register.simple_tag
def row_fields(item: Any, fieldset: Any) -> SafeString:
    """Return the HTML of the fields of one row, as the library's inline.html has them.

    Without a template, for they stand 130 times in a page of 40 causes; without what ours never are: collapsible or
    described.
    """
    lines = _joined(_line(list(line), line) for line in fieldset)
    inside = " has-inlines" if item.form.inlines else ""
    return format_html('<fieldset class="module aligned djn-module{}">{}</fieldset>', inside, lines)


@register.simple_tag
def counts(formset: Any) -> SafeString:
    """Return the hidden fields that count the rows of a form set, as its management form writes them."""
    form = formset.management_form
    if form.is_bound and not form.is_valid():
        return _joined(field.as_widget() for field in form)
    values = form.cleaned_data if form.is_bound else form.initial
    return format_html_join(
        "",
        '<input type="hidden" name="{0}-{1}" value="{2}" id="id_{0}-{1}">',
        ((formset.prefix, name, "" if values[name] is None else values[name]) for name in COUNTS),
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    """One piece of HTML after the other."""
    return mark_safe("".join(parts))  # noqa: S308  (each is safe)


def _line(fields: list[Any], line: Any) -> SafeString:
    """The fields of one line."""
    errors, is_many = line.errors(), len(fields) > 1
    classes = "".join(f" field-{_name(field)}" for field in fields)
    if errors and not is_many:
        classes = f" errors{classes}"
    if not line.has_visible_field:
        classes = f" hidden{classes}"
    html = _joined(_field(field, is_many=is_many) for field in fields)
    body = (
        format_html('<div class="flex-container form-multiline">{}</div>', html) if is_many else errors + html
    )
    return format_html('<div class="form-row{}">{}</div>', classes, body)


def _field(field: Any, *, is_many: bool) -> SafeString:
    """One field with its label and its help; beside others also with its errors."""
    bound, errors, box = field.field, "", ""
    is_hidden = not field.is_readonly and bound.is_hidden
    if is_many:
        errors = "" if field.is_readonly else field.errors()
        box = f" fieldBox field-{_name(field)}{' errors' if errors else ''}{' hidden' if is_hidden else ''}"
    box += " checkbox-row" if field.is_checkbox else ""
    if field.is_readonly:
        said = _help(field, is_hidden=is_hidden)
        parts: tuple[Any, ...] = (field.label_tag(), format_html("<p>{}</p>", field.contents()))
    else:
        label, said = _words(field, is_hidden=is_hidden)
        parts = (bound, label) if field.is_checkbox else (label, bound)
    row = format_html('<div class="flex-container{}">{}{}</div>', box, *parts)
    return format_html("<div>{}{}{}</div>", errors, row, said)


def _words(field: Any, *, is_hidden: bool) -> list[SafeString]:
    """The label and the help of a field: written once for each kind of row, which differ only in the field's id."""
    bound = field.field
    number, kind = bound.id_for_label or "~", type(bound.form)
    if "written" not in vars(kind):
        # The class of the form is made anew for each request, so nothing stays in another language.
        kind.written = {}
    key = (bound.name, field.is_first)
    if key not in kind.written:
        said = (field.label_tag(), _help(field, is_hidden=is_hidden))
        kind.written[key] = [str(part).replace(number, "~") for part in said]
    return [mark_safe(part.replace("~", number)) for part in kind.written[key]]  # noqa: S308  (written above)


def _help(field: Any, *, is_hidden: bool) -> str:
    """What stands below a field."""
    if field.is_readonly:
        text, number = field.field["help_text"], ""
    else:
        text, number = field.field.help_text, field.field.id_for_label
    if not text:
        return ""
    named = format_html(' id="{}_helptext"', number) if number else ""
    hidden = " hidden" if is_hidden else ""
    words = mark_safe(text)  # noqa: S308  (code wrote it)
    return format_html('<div class="help{}"{}><div>{}</div></div>', hidden, named, words)


def _name(field: Any) -> str:
    """What the field is called."""
    return str(field.field["name"] if field.is_readonly else field.field.name)
