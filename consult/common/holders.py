"""Who of the staff holds a permission."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet


def holders_of(permission: str) -> QuerySet[Any]:
    """The active users who were given this permission ("consult.assign_question"), by themselves or by a group.

    Each once, without those who may do everything because they keep the machine.
    """
    people: QuerySet[Any] = get_user_model().objects.with_perm(
        permission,
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return people.distinct()
