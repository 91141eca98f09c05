"""Writes the small parts of a form without a template: fields, labels, lists of errors.

The form of a page of 40 causes has 3,000 of them, and half its time went into their templates.  What is written is what
Django's templates write (tests/conditions/admin/test_quick_renderer.py); every other part has its template still.
"""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import BaseRenderer, get_default_renderer
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

WIDGETS = "django/forms/widgets/"


class QuickRenderer(BaseRenderer):
    """Django's renderer, with the commonest templates written out."""

    def get_template(self, template_name: str) -> Any:
        """The template of a part that is not written out here."""
        return get_default_renderer().get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """The part as its template would write it."""
        write = QUICK.get(template_name)
        html = super().render(template_name, context, request) if write is None else write(context)
        return mark_safe(html)  # noqa: S308  (everything that is not markup is escaped below)


def _attrs(attrs: dict[str, Any] | None) -> str:
    """Attributes of an element."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in (attrs or {}).items()
        if value is not False
    )


def _input(context: dict[str, Any]) -> str:
    """An input of any type, a tick box among them."""
    widget = context["widget"]
    name, value = conditional_escape(widget["name"]), widget["value"]
    said = "" if value is None else f' value="{conditional_escape(str(value))}"'
    return f'<input type="{widget["type"]}" name="{name}"{said}{_attrs(widget["attrs"])}>'


def _textarea(context: dict[str, Any]) -> str:
    """A field of several lines."""
    widget = context["widget"]
    name, value = conditional_escape(widget["name"]), conditional_escape(widget["value"] or "")
    return f'<textarea name="{name}"{_attrs(widget["attrs"])}>\n{value}</textarea>'


def _label(context: dict[str, Any]) -> str:
    """What stands beside a field."""
    label, tag = conditional_escape(context["label"]), context["tag"]
    return f"<{tag}{_attrs(context['attrs'])}>{label}</{tag}>" if context["use_tag"] else str(label).strip()


def _errors(context: dict[str, Any]) -> str:
    """A list of errors: mostly none."""
    errors = context["errors"]
    if not errors:
        return ""
    field = f' id="{conditional_escape(errors.field_id)}_error"' if errors.field_id else ""
    rows = "".join(f"<li>{conditional_escape(error)}</li>" for error in errors)
    return f'<ul class="{conditional_escape(context["error_class"])}"{field}>{rows}</ul>'


QUICK: dict[str, Callable[[dict[str, Any]], str]] = {
    **{f"{WIDGETS}{name}.html": _input for name in ("text", "hidden", "number", "checkbox")},
    f"{WIDGETS}textarea.html": _textarea,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}
