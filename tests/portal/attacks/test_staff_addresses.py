"""No address that a member of staff can type is answered with an error of ours."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]
CASES = json.loads((Path(settings.BASE_DIR) / "tests/cases/staff-addresses-500.json").read_text())
MORE = [
    "/admin/consult/question/?q=%00",
    "/admin/consult/question/?created_at__gte=x",
    "/admin/consult/outboxmessage/?created_at__gte=0000-00-00",
    "/admin/consult/helpfulvote/?created_at__year=99999",
    "/admin/consult/helpfulvote/?created_at__month=0",
    "/admin/consult/pagereport/?created_at__day=99",
    "/admin/conditions/source/?accessed_on__year=0",
    "/admin/conditions/source/export/?accessed_on__year=0",
    "/admin/conditions/source/1/change/?_to_field=",
    "/admin/consult/specialty/add/?_to_field=",
    "/search/?q=%00",
    "/questions/?after=%00",
]


@pytest.mark.parametrize("address", [*CASES["PostgreSQL"], *CASES["any"], *MORE])
def test_it_leads_back_or_is_refused(editor_client: Client, address: str) -> None:
    assert editor_client.get(address).status_code in (200, 302, 400, 404)
