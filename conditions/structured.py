"""What search engines are told about a reference page (schema.org, as JSON-LD)."""

from typing import Any

from django.utils.timezone import localdate

from conditions.models import ReferencePage
from conditions.tree import PageTree
from consult.common.commonmark import plain_text


def medical_web_page(page: ReferencePage, tree: PageTree, *, address: str) -> dict[str, Any]:
    """Return the page as a MedicalWebPage about a MedicalCondition.  `address` is absolute.

    Not a QAPage or FAQPage: readers cannot answer here, which is what Google asks of those types.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": page.title,
        "description": plain_text(page.lead),
        "url": address,
        "audience": {"@type": "PeopleAudience", "audienceType": "Patient"},
        "dateModified": localdate(page.updated_at),
        "about": {
            "@type": "MedicalCondition",
            "name": page.short_name,
            "cause": [
                {
                    "@type": "MedicalCause",
                    "name": branch.cause.name,
                    "url": f"{address}#{branch.cause.slug}",
                }
                for branch in tree.branches()
            ],
        },
        "citation": [
            {
                "@type": "CreativeWork",
                "name": note.source.title,
                "publisher": {"@type": "Organization", "name": note.source.publisher},
                "url": note.source.url,
            }
            for note in tree.sources
        ],
    }
    if page.published_at:
        data["datePublished"] = localdate(page.published_at)
    if page.last_reviewed_on:
        data["lastReviewed"] = page.last_reviewed_on
        data["reviewedBy"] = {"@type": "Person", "name": page.reviewed_by}
    return data
