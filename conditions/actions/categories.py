"""A category gets another address; the former one leads to it for ever."""

from django.db import transaction

from conditions.models import Category, FormerCategoryAddress


@transaction.atomic
def keep_former_address(*, category: Category, former: str) -> None:
    """Let `former`, the address that the stored category had before, lead to it; its present one is none of them."""
    FormerCategoryAddress.objects.filter(slug=category.slug, category=category).delete()
    if former != category.slug:
        FormerCategoryAddress.objects.get_or_create(slug=former, defaults={"category": category})
