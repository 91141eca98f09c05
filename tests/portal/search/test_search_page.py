"""What is found, and what a reader sees of it."""

from conditions.related.upkeep.publication import publish
from tests.factories import NOON, DoctorFactory, ReplyFactory


def test_a_word_of_the_question_finds_it_and_is_marked(stranger, asked):
    asked("Odd feeling on a walk", "My left cheek went numb in the wind.")
    asked("Grapefruit and tablets", "May I eat it?")
    html = stranger.get("/search/", {"q": "numb cheeks"}).content.decode()
    assert "My left <mark>cheek</mark> went <mark>numb</mark> in the wind." in html
    assert "Grapefruit" not in html


def test_a_word_that_stands_only_in_a_reply_finds_the_question(stranger, asked):
    asked("Odd feeling on a walk", reply_text="It may be Raynaud's: keep **warm** and come back.")
    html = stranger.get("/search/", {"q": "raynaud"}).content.decode()
    assert "Odd feeling on a walk" in html
    assert "It may be <mark>Raynaud&#x27;s</mark>: keep warm and come back." in html


def test_the_reply_with_most_of_the_words_is_shown(stranger, asked):
    question = asked("Odd feeling on a walk", reply_text="Drink enough.")
    ReplyFactory(
        question=question,
        doctor=DoctorFactory(),
        text="Raynaud can do this.",
        published_at=NOON,
        approved_at=NOON,
    )
    publish(question)
    (group,) = stranger.get("/search/", {"q": "raynaud"}).context["results"].groups
    assert str(group.listing.rows[0].reply.text) == "<mark>Raynaud</mark> can do this."


def test_what_is_near_in_meaning_is_found_and_says_so(stranger, asked):
    asked("My heart races at night", "It beats fast in bed.")
    html = stranger.get("/search/", {"q": "cardiac rhythm while sleeping"}).content.decode()
    assert "My heart races at night" in html
    assert "None of your words, but close in meaning" in html


def test_a_cause_leads_to_its_place_on_the_page(stranger, written):
    cause = written(
        "Causes of facial weakness", "Facial palsy", "The nerve of the face swells.", slug="weakness"
    )
    cause.aliases.create(name="Bell's palsy")
    html = stranger.get("/search/", {"q": "palsy"}).content.decode()
    assert f'<a href="/conditions/weakness/#{cause.slug}">Facial <mark>palsy</mark></a>' in html
    assert "Other names and kinds:" in html
    assert "Bell&#x27;s <mark>palsy</mark>" in html


def test_results_are_grouped(asked, written, found):
    asked("Numb cheek in the cold")
    written("What numbness means", "Numb nerve", "A nerve that goes numb.")
    groups = found("numb")
    assert groups["questions"] == ["Numb cheek in the cold"]
    assert groups["causes"] == ["Numb nerve"]
    assert groups["pages"] == ["What numbness means"]


def test_a_link_from_the_words_of_a_patient_is_only_text(stranger, asked):
    asked("<script>alert('numb')</script>", "<img src=x onerror=alert(1)> numb")
    html = stranger.get("/search/", {"q": 'numb "><script>x</script>'}).content.decode()
    assert "<script>alert" not in html
    assert "<script>x" not in html
    assert "<img src=x" not in html


def test_a_search_page_is_not_for_search_engines_or_shared_caches(stranger, asked):
    asked("Numb cheek")
    results, empty = stranger.get("/search/", {"q": "numb", "year": "2026"}), stranger.get("/search/")
    assert '<meta name="robots" content="noindex, follow">' in results.content.decode()
    assert '/search/?q=numb">' in results.content.decode()
    assert results["Cache-Control"] == "private"
    assert "noindex" not in empty.content.decode()


def test_the_words_stay_in_the_box(stranger, asked):
    html = stranger.get("/search/", {"q": 'tingling "left" hand'}).content.decode()
    assert 'value="tingling &quot;left&quot; hand"' in html
