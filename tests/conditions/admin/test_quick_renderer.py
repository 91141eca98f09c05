"""What QuickRenderer writes by itself is what Django's templates write."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import get_default_renderer
from django.utils.safestring import SafeString

from conditions.admin.quick_renderer import QUICK, QuickRenderer

HARD = "<b> & \"'\n\nè"


class Everything(forms.Form):
    """Every part that is written out, and one that is not."""

    words = forms.CharField(label="Words & <more>", widget=forms.TextInput(attrs={"size": 5, "data-x": HARD}))
    place = forms.IntegerField(widget=forms.HiddenInput(attrs={"disabled": True, "hidden": False}))
    many = forms.IntegerField(max_value=3, min_value=1)
    tick = forms.BooleanField()
    text = forms.CharField(help_text="Help.", widget=forms.Textarea(attrs={"rows": 2}))
    choice = forms.ChoiceField(choices=[("a", "A"), ("b", HARD), ("More <", [("c", HARD), (2, "D")])])
    place_of = forms.MultipleChoiceField(choices=[("a", "A")])
    required_css_class = "needed"


def written(renderer: Any, data: Any, initial: Any) -> str:
    form = Everything(data, initial=initial, prefix="a<b", renderer=renderer)
    parts = [f"{each}{each.label_tag()}{each.errors}{each.errors.as_ul()}" for each in form]
    return "".join([*parts, str(form.errors), form["text"].label_tag(attrs={"class": HARD}), str(form)])


@pytest.mark.parametrize(
    ("data", "initial"),
    [
        (None, {"words": HARD, "place": 7, "many": 1_234, "tick": True, "text": f"\n{HARD}", "choice": "b"}),
        (None, {}),
        ({}, {}),
        ({"a<b-words": HARD, "a<b-many": "x", "a<b-tick": "on", "a<b-text": HARD, "a<b-choice": "z"}, {}),
        ({"a<b-words": "", "a<b-place": "<", "a<b-text": "0"}, {}),
    ],
)
def test_it_writes_what_the_templates_write(data: Any, initial: Any) -> None:
    assert written(QuickRenderer(), data, initial) == written(get_default_renderer(), data, initial)


def test_every_part_is_compared() -> None:
    asked: set[str] = set()

    class Asked(QuickRenderer):
        """Notes what it is asked for."""

        def render(self, template_name: str, context: Any, request: Any = None) -> SafeString:
            asked.add(template_name)
            return super().render(template_name, context, request)

    written(Asked(), {}, {})
    assert set(QUICK) - asked == set()
