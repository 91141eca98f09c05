"""What search engines are told about a reference page (schema.org, as JSON-LD): no more than the page says."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conditions.kinds import ILLNESSES
from conditions.models import ReferencePage, Source
from conditions.tree import PageTree
from consult.common.commonmark import plain_text

Kind = ReferencePage.Kind
# A guide is about no one thing.
_TYPES = {
    Kind.SYMPTOM: "MedicalSignOrSymptom",
    Kind.CONDITION: "MedicalCondition",
    Kind.TEST: "MedicalTest",
    Kind.MEDICINE: "MedicalTherapy",
    Kind.PROCEDURE: "MedicalProcedure",
}


def medical_web_page(page: ReferencePage, tree: PageTree) -> dict[str, Any]:
    """Return the page as a MedicalWebPage about what its kind is.

    Not a QAPage or FAQPage: readers cannot answer here, which is what Google asks of those types.
    """
    address = settings.SITE_URL + page.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": page.title,
        "description": plain_text(page.lead),
        "url": address,
        "audience": {"@type": "PeopleAudience", "audienceType": "Patient"},
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"},
        "breadcrumb": _breadcrumb(page, address),
        "dateModified": localdate(page.updated_at),
        "citation": [_work(note.source) for note in tree.sources],
    }
    if page.kind in _TYPES:
        data["about"] = _about(page, tree, address)
    if page.published_at:
        data["datePublished"] = localdate(page.published_at)
    if page.last_reviewed_on:
        data["lastReviewed"] = page.last_reviewed_on
        data["reviewedBy"] = {"@type": "Person", "name": page.reviewed_by}
    return data


def _work(source: Source) -> dict[str, Any]:
    """A source, with its archived copy where it has one."""
    work: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher},
        "url": source.url,
    }
    return work | ({"archivedAt": source.archived_url} if source.archived_url else {})


def _about(page: ReferencePage, tree: PageTree, address: str) -> dict[str, Any]:
    """What the page is about, with its other names and, of an illness, its causes: it is none of them itself."""
    subject = tree.subject
    about: dict[str, Any] = {
        "@type": _TYPES[Kind(page.kind)],
        "name": subject.cause.name if subject else page.short_name,
    }
    if subject and subject.aliases:
        about["alternateName"] = subject.aliases
    causes = [branch.cause for branch in tree.branches() if branch is not subject]
    if causes and page.kind in ILLNESSES:
        about["cause"] = [
            {"@type": "MedicalCause", "name": cause.name, "url": f"{address}#{cause.slug}"}
            for cause in causes
        ]
    return about


def _breadcrumb(page: ReferencePage, address: str) -> dict[str, Any]:
    """The way to the page, as it stands above its title."""
    way = [
        (_("Conditions"), settings.SITE_URL + reverse("conditions:list")),
        (page.category.name, settings.SITE_URL + page.category.get_absolute_url()),
        (page.title, address),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": item}
            for place, (name, item) in enumerate(way, start=1)
        ],
    }
