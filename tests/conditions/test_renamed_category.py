"""A category that gets another address is found under the former ones for ever."""

from typing import Any

import pytest
from django.test import Client

from conditions.models import Category, FormerCategoryAddress
from tests.factories import CategoryFactory, ReferencePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def rename(client: Client, category: Category, slug: str) -> Any:
    address = f"/admin/conditions/category/{category.pk}/change/"
    return client.post(address, {"name": category.name, "slug": slug, "description": ""})


def test_every_former_address_leads_to_the_present_one(editor_client: Client, client: Client) -> None:
    category = CategoryFactory(name="Nerves", slug="nerves")
    ReferencePageFactory(category=category)
    for slug in ("nerve-disorders", "nervous-system"):
        assert rename(editor_client, category, slug).status_code == 302
    for former in ("nerves", "nerve-disorders"):
        answer = client.get(f"/conditions/category/{former}/")
        assert (answer.status_code, answer["Location"]) == (301, "/conditions/category/nervous-system/")
    assert client.get("/conditions/category/nervous-system/").status_code == 200
    assert client.get("/conditions/category/muscles/").status_code == 404
    # Back to where it was.
    rename(editor_client, category, "nerves")
    assert client.get("/conditions/category/nerves/").status_code == 200
    kept = FormerCategoryAddress.objects.order_by("pk")
    assert [str(row) for row in kept] == ["nerve-disorders", "nervous-system"]


def test_a_former_address_is_given_to_no_other_category(editor_client: Client) -> None:
    category = CategoryFactory(name="Nerves", slug="nerves")
    rename(editor_client, category, "nervous-system")
    other = CategoryFactory(name="Muscles", slug="muscles")
    answer = rename(editor_client, other, "nerves")
    assert "This was the address of another category" in answer.content.decode()
    other.refresh_from_db()
    assert other.slug == "muscles"
