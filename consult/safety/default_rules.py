"""The red flag rules that a new site starts with (default_rules.toml), each with the published page it follows.

They are a start, not a clinical approval: `reviewed_by` is left empty until somebody at the site has read them.
"""

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from django.db import models


class DefaultRule(TypedDict):
    """The fields of a RedFlagRule that ship with the product."""

    name: str
    kind: str
    danger: NotRequired[str]
    sign: str
    advice: str
    phrases: str
    exceptions: str
    source_publisher: str
    source_title: str
    source_url: str


def default_rules() -> list[DefaultRule]:
    """Return the rules shipped, in the order of the emergency page."""
    rules: list[Any] = [{name: rule[name] for name in rule if name != "is_plain"} for rule in _rules()]
    return rules


@cache
def plain_rules() -> set[str]:
    """Names of the shipped rules that the classifier hardly overrules.

    They name a danger in full, so that hardly any calm text says the same.
    """
    return {rule["name"] for rule in _rules() if rule.get("is_plain")}


def _rules() -> list[dict[str, Any]]:
    data = tomllib.loads((Path(__file__).parent / "default_rules.toml").read_text(encoding="utf-8"))
    rules: list[dict[str, Any]] = data["rules"]
    return rules


def load_default_rules(model: type[models.Model], *, but: Collection[str] = ()) -> int:
    """Add the rules whose names the site does not have yet; return how many.  What editors changed stays.

    `model` is RedFlagRule, or what a migration knows it as.  `but` names rules that are not added: those that the
    site began with, so that one that was removed or renamed since does not come back.
    """
    added = 0
    # An early migration knows fewer kinds, in a narrower column; a later one adds their rules.
    kinds = dict(model._meta.get_field("kind").flatchoices)  # type: ignore[union-attr]
    known = {field.name for field in model._meta.get_fields()}
    for number, rule in enumerate(default_rules(), start=1):
        if rule["name"] in but or rule["kind"] not in kinds:
            continue
        given: dict[str, Any] = {**rule, "position": 10 * number}
        defaults = {name: value for name, value in given.items() if name in known}
        _row, created = model._default_manager.get_or_create(name=rule["name"], defaults=defaults)
        added += created
    return added
