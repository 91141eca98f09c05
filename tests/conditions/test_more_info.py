"""More Info of a reply: the doctor's own words, then the passages of the ticked causes, with their sources."""

from datetime import date

import pytest

from conditions.models import CauseLink, Citation
from tests.factories import (
    NOON,
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    ReplyFactory,
    SourceFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def palsy():
    """A cause with a passage and two sources."""
    page = ReferencePageFactory(title="Causes of a weak face", lead="Leading words.")
    cause = CauseFactory(
        group=CauseGroupFactory(page=page),
        name="Bell's palsy",
        slug="palsy",
        text="The facial nerve **swells**.",
    )
    for publisher, title in (("NHS", "Palsy"), ("Mayo Clinic", "Weak faces")):
        source = SourceFactory(publisher=publisher, title=title, accessed_on=date(2026, 8, 6))
        Citation.objects.create(cause=cause, source=source)
    return cause


def reply_in(client, question):
    """The replies of the thread, as one line of HTML."""
    text = client.get(question.get_absolute_url()).content.decode()
    return " ".join(
        text.split('<article class="reply"', 1)[1].split('class="notice not-diagnosis"')[0].split()
    )


def test_the_passage_of_a_ticked_cause_follows_the_doctors_words_with_its_sources(stranger, palsy):
    question = public_question()
    question.replies.update(more_info="It often passes.")
    CauseLinkFactory(reply=question.replies.get(), cause=palsy)
    html = reply_in(stranger, question)
    link = f'<a href="{palsy.page.get_absolute_url()}#{palsy.slug}">Bell&#x27;s palsy</a>'
    assert html.index("It often passes.") < html.index(f"<h4>{link}</h4>")
    passage = html.split(f"<h4>{link}</h4>", 1)[1].split("</section>", 1)[0]
    assert "The facial nerve <strong>swells</strong>." in passage
    for publisher, title in (("NHS", "Palsy"), ("Mayo Clinic", "Weak faces")):
        assert f'rel="noopener nofollow">{publisher}, {title}</a> (accessed 6 August 2026)' in passage
    assert f'From “<a href="{palsy.page.get_absolute_url()}">Causes of a weak face</a>”.' in passage


def test_each_reply_has_the_passages_of_its_own_causes_best_first(stranger, palsy):
    question = public_question()
    first = question.replies.get()
    second = ReplyFactory(question=question, published_at=NOON, approved_at=NOON)
    other = CauseFactory(group=palsy.group, name="Stroke", text="A vessel is blocked.")
    CauseLinkFactory(reply=first, cause=palsy, score=0.9)
    CauseLinkFactory(reply=first, cause=other, score=0.6)
    CauseLinkFactory(reply=second, cause=other)
    html = reply_in(stranger, question)
    one, two = html.split(f'id="reply-{second.pk}"', 1)
    assert one.index("The facial nerve") < one.index("A vessel is blocked.")
    assert ("A vessel is blocked." in two, "The facial nerve" in two) == (True, False)


def test_what_nobody_confirmed_is_not_shown(stranger, palsy):
    question = public_question()
    for state in (CauseLink.State.PROPOSED, CauseLink.State.REJECTED):
        CauseLink.objects.all().delete()
        decided = None if state == CauseLink.State.PROPOSED else NOON
        CauseLinkFactory(reply=question.replies.get(), cause=palsy, state=state, decided_at=decided)
        html = reply_in(stranger, question)
        assert "More Info" not in html
        assert "palsy" not in html
