"""Marks what stands in the database as an import would mark it today: no condition, must not wait."""

from typing import Any

from django.db import migrations

def mark(apps: Any, _schema: Any) -> None:
    """By the names alone; editors change a mark on the form of the page."""
    try:  # first guesses only: a later version may have moved these, and a new site has no causes yet
        from conditions.kinds import is_urgent, named
    except ImportError:
        return
    causes = apps.get_model("conditions", "Cause").objects
    no_condition, urgent = [], []
    for key, name in causes.values_list("pk", "name").iterator():
        called = named(name)
        if not called.is_condition:
            no_condition.append(key)
        elif is_urgent([called.name]):
            urgent.append(key)
    for keys, marks in ((no_condition, {"is_condition": False}), (urgent, {"is_urgent": True})):
        for start in range(0, len(keys), 500):
            causes.filter(pk__in=keys[start : start + 500]).update(**marks)


class Migration(migrations.Migration):
    dependencies = [("conditions", "0042_cause_kinds")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
