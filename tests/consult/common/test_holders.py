"""Who holds a permission: by themselves or by a group, each once, while they are active."""

import pytest
from django.contrib.auth.models import Group, Permission

from consult.common.holders import holders_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_holders_are_active_each_once_and_no_superusers() -> None:
    permission = Permission.objects.get(codename="assign_question")
    groups = [Group.objects.create(name=name) for name in ("One", "Two")]
    for group in groups:
        group.permissions.add(permission)
    by_groups, alone, gone, root, nobody = (
        UserFactory(username=name) for name in ("by_groups", "alone", "gone", "root", "nobody")
    )
    by_groups.groups.set(groups)
    alone.user_permissions.add(permission)
    gone.groups.set(groups)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    type(root).objects.filter(pk=root.pk).update(is_superuser=True)
    found = holders_of("consult.assign_question").filter(
        pk__in=[by_groups.pk, alone.pk, gone.pk, root.pk, nobody.pk]
    )
    assert sorted(user.username for user in found) == ["alone", "by_groups"]
