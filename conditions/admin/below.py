"""What stands below a reply, in items that the approval can compare: linked causes and pages, and passages."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from conditions.grounding.cited import CAUSE, PAGE, Key, digest_of
from conditions.models import Cause, ReferencePage
from conditions.related.lists.read import LinkedReply, linked_to_approve
from consult.desk.below import LINK, PASSAGE, Below, Item
from consult.models import Reply


def read_below(replies: Sequence[Reply]) -> list[Below]:
    """The links and passages that would be approved with each reply."""
    return [
        Below(entry.reply, entry, _items(entry), _items(entry.standing) if entry.standing else None)
        for entry in linked_to_approve(replies)
    ]


def name_items(keys: Iterable[str]) -> dict[str, Item]:
    """What these items are called.  Two queries at most."""
    wanted = {key: tuple(key.split("-")) for key in keys}
    causes = {int(pk) for _of, kind, pk in wanted.values() if kind == CAUSE}
    pages = {int(pk) for _of, kind, pk in wanted.values() if kind == PAGE}
    names: dict[Key, str] = {}
    if causes:
        names |= {(CAUSE, pk): cause.name for pk, cause in Cause.objects.in_bulk(causes).items()}
    if pages:
        names |= {(PAGE, pk): page.title for pk, page in ReferencePage.objects.in_bulk(pages).items()}
    return {
        key: Item(key, _label(of, kind), names[kind, int(pk)])
        for key, (of, kind, pk) in wanted.items()
        if (kind, int(pk)) in names
    }


def _items(entry: LinkedReply) -> list[Item]:
    """Each link, and each passage of which readers see words."""
    links = [_item(LINK, link.key, link.name) for link in entry.links]
    return [*links, *(_item(PASSAGE, each.key, each.name, digest_of(each.text)) for each in entry.cited)]


def _item(of: str, key: Key, name: str, mark: str = "") -> Item:
    kind, pk = key
    return Item(f"{of}-{kind}-{pk}", _label(of, kind), name, mark)


def _label(of: str, kind: str) -> str:
    """What it is, in words."""
    if of == PASSAGE:
        return _("Passage")
    return _("Linked cause") if kind == CAUSE else _("Linked page")
