"""Lead, causes and treatment say whose word they rest on, and lead to the source."""

import pytest

from conditions.models import Citation
from tests.factories import CauseFactory, CauseGroupFactory, ReferencePageFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def html(stranger):
    page = ReferencePageFactory(lead="Nerves drive the face.", treatment="It depends on the cause.")
    cause = CauseFactory(group=CauseGroupFactory(page=page), page=page, text="The nerve swells.")
    lead = SourceFactory(publisher="NHS", title="Stroke")
    treatment = SourceFactory(publisher="Cleveland Clinic", title="Facial paralysis")
    Citation.objects.create(
        page=page, section="lead", source=lead, statement="A drooping face may be a stroke."
    )
    Citation.objects.create(cause=cause, source=lead)
    Citation.objects.create(
        page=page, section="treatment", source=treatment, statement="Care follows the cause."
    )
    return " ".join(stranger.get(page.get_absolute_url()).content.decode().split())


def mark(publisher, number):
    """The words of a link to a source."""
    return f'<span class="visually-hidden">Source: </span>{publisher} [{number}]</a>'


def test_each_part_names_its_publisher_after_its_last_word(html):
    for words, publisher, number in (
        ("Nerves drive the face.", "NHS", 1),
        ("The nerve swells.", "NHS", 1),
        ("It depends on the cause.", "Cleveland Clinic", 2),
    ):
        after = html.split(f"<p>{words} ", 1)[1].split("</p>", 1)[0]
        assert f'href="#source-{number}"' in after
        assert mark(publisher, number) in after


def test_the_list_gives_each_source_once_with_what_it_supports(html):
    for number, title, statement in (
        (1, "Stroke", "A drooping face may be a stroke."),
        (2, "Facial paralysis", "Care follows the cause."),
    ):
        entry = html.split(f'<li id="source-{number}"', 1)[1].split("</li>", 1)[0]
        assert f">{title}</a>" in entry
        assert "Accessed" in entry
        assert f'<span class="statement">{statement}</span>' in entry
    assert 'id="source-3"' not in html
