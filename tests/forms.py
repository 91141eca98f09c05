"""What a browser would send of a page's form, when nothing is typed."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Collects the successful controls of the one form with this id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.data: dict[str, list[str]] = {}
        self.textarea, self.select, self.words = "", "", ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        name = given.get("name")
        if not self.inside:
            return
        if tag == "input" and name:
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            if given.get("type") not in ("submit", "button"):
                nothing = "on" if given.get("type") in ("checkbox", "radio") else ""
                self.data.setdefault(name, []).append(given.get("value") or nothing)
        elif tag == "textarea":
            self.textarea, self.words = name or "", ""
        elif tag == "select":
            self.select = name or ""
        elif tag == "option" and self.select and "selected" in given:
            self.data.setdefault(self.select, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # The parser of browsers drops the line break that stands first.
            self.data.setdefault(self.textarea, []).append(self.words.removeprefix("\n"))
            self.textarea = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def filled(response: Any, form_id: str) -> dict[str, Any]:
    """Return the data that posting the form unchanged would send, by field name."""
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    return {name: values[0] if len(values) == 1 else values for name, values in parser.data.items()}
