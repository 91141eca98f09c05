"""Writes the small parts of a form without a template: fields, labels, lists of errors.

The form of a page of 40 causes has 3,000 of them, and half its time went into their templates.  What is written is what
Django's templates write (tests/conditions/admin/test_quick_renderer.py); every other part has its template still.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.forms.renderers import BaseRenderer, get_default_renderer
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

WIDGETS = "django/forms/widgets/"
WRAPPER = "admin/widgets/related_widget_wrapper.html"


class QuickRenderer(BaseRenderer):
    """Django's renderer, with the commonest templates written out."""

    # What stands around a choice, by its kind: what its template is given, but name and field.
    _kinds: ClassVar[dict[tuple[Any, ...], str]] = {}

    def get_template(self, template_name: str) -> Any:
        """The template of a part that is not written out here."""
        return get_default_renderer().get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """The part as its template would write it."""
        if template_name == WRAPPER:
            return self._wrapped(context)
        write = QUICK.get(template_name)
        html = super().render(template_name, context, request) if write is None else write(context)
        return mark_safe(html)  # noqa: S308  (everything that is not markup is escaped below)

    def _wrapped(self, context: dict[str, Any]) -> SafeString:
        """A choice with the links that change and add a row: its template is read once for each kind of row."""
        own = {"name": "~name~", "rendered_widget": mark_safe("~widget~")}
        kind = (get_language(), *(f"{name}={value}" for name, value in context.items() if name not in own))
        if kind not in self._kinds:
            self._kinds[kind] = super().render(WRAPPER, context | own)
        html = self._kinds[kind].replace("~name~", str(conditional_escape(context["name"])))
        return mark_safe(html.replace("~widget~", context["rendered_widget"]))  # noqa: S308  (rendered already)


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


def _select(context: dict[str, Any]) -> str:
    """A choice out of a list."""
    widget = context["widget"]
    rows = []
    for heading, options, _index in widget["optgroups"]:
        if heading:
            rows.append(f'\n  <optgroup label="{conditional_escape(heading)}">')
        for option in options:
            value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
            rows.append(f'\n  <option value="{value}"{_attrs(option["attrs"])}>{label}</option>\n')
        if heading:
            rows.append("\n  </optgroup>")
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{_attrs(widget["attrs"])}>{"".join(rows)}\n</select>'


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
    f"{WIDGETS}select.html": _select,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}
