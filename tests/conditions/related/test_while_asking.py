"""What an asker is shown before sending."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conditions.models import Deflection
from conditions.related.proposals.while_asking import suggest
from conditions.related.upkeep.index import index_page
from conditions.views import suggestions as views
from consult.events import question_changed
from consult.models import Question
from consult.question.actions.publication import withdraw_publication
from tests.factories import CauseFactory, QuestionFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("encoder")]


@pytest.fixture
def numb():
    """A public question in the index."""
    question = public_question(
        title="Numb cheek in the cold", body="My left cheek goes numb in cold weather."
    )
    question_changed.send(sender=Question, question=question)
    return question


@pytest.fixture
def palsy():
    """A cause in the index."""
    cause = CauseFactory(
        name="Bell's palsy", text="One side of the face becomes weak overnight; the cheek may feel numb."
    )
    cause.aliases.create(name="facial palsy")
    index_page(cause.page)
    return cause


def test_answered_questions_and_causes_are_suggested_with_reasons(numb, palsy):
    found = suggest("Why is my cheek numb when it is cold?", "It started last winter. Is it facial palsy?")
    assert [item.question for item in found.cases] == [numb]
    assert found.cases[0].reasons[0].startswith("Both mention ")
    assert [item.cause for item in found.causes] == [palsy]
    assert "Mentions facial palsy" in found.causes[0].words[0]


def test_a_cause_that_the_story_names_in_passing_is_not_suggested(palsy):
    title = "Which vaccinations for a trip to Brazil?"
    assert suggest(title, "We fly in March. I had facial palsy as a child.").causes == []
    assert [each.cause for each in suggest(title, "We fly in March. Is facial palsy a risk?").causes] == [
        palsy
    ]
    assert [each.cause for each in suggest("", "I had facial palsy as a child.").causes] == [palsy]


def test_of_causes_that_nobody_named_only_the_best_is_suggested():
    told = (
        "One side of my face became weak and the cheek feels numb. The eye does not close, the mouth hangs."
    )
    for name in ("Weak face", "Weakness of the face"):
        index_page(CauseFactory(name=name, text=told).page)

    def suggested(title):
        return [(each.cause.name, each.is_named) for each in suggest(title, told).causes]

    title = "One side of my face is weak"
    assert suggested(title) == [("Weak face", False)]
    assert suggested(f"{title}. Weakness of the face?") == [("Weakness of the face", True)]
    assert suggested(f"{title}. Weakness of the face or weak face?") == [
        ("Weak face", True),
        ("Weakness of the face", True),
    ]


def test_only_public_questions_and_pages_are_suggested(numb, palsy):
    QuestionFactory(title="SECRET-LEAK numb cheek", body="My left cheek goes numb in cold weather.")
    withdraw_publication(question=numb)
    palsy.page.published_at = None
    palsy.page.save()
    assert not suggest("Numb cheek in the cold", "My left cheek goes numb. Is it Bell's palsy?")
    index_page(palsy.page)
    assert not suggest("Numb cheek in the cold", "My left cheek goes numb. Is it Bell's palsy?")


def test_what_has_nothing_in_common_is_not_suggested(numb, palsy):
    assert not suggest("Which vaccinations for a trip to Brazil?", "We fly in March with two children.")


def test_the_number_of_queries_does_not_grow_with_the_rows(numb, palsy, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as captured:
            suggest("Why is my cheek numb?", "It is numb in cold weather, is it Bell's palsy?")
        return len(captured)

    before = cost()
    for number in range(3):
        more = public_question(title=f"Numb cheek {number} in winter", body="A cheek that is numb in cold.")
        question_changed.send(sender=Question, question=more)
    assert cost() == before


def test_each_word_is_counted_once(numb, palsy, monkeypatch):
    from conditions.related.backends import backend

    counted: list[tuple[str, str]] = []
    count = type(backend()).document_frequency

    def noted(self, asked):
        counted.extend((area, term) for area, terms in asked.items() for term in terms)
        return count(self, asked)

    monkeypatch.setattr(type(backend()), "document_frequency", noted)
    assert suggest("Why is my cheek numb?", "It is numb in cold weather, is it Bell's palsy?")
    assert ("signs", "numb") in counted
    assert len(counted) == len(set(counted))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("", ""),
        ("headache", ""),
        ("x" * 20_000, "y " * 10_000),
        ("😀😀😀", "🎉"),
        ("the and of", "is it the"),
        ('" OR * NEAR(', "'; DROP TABLE --"),
        ("我的臉很麻", "冬天的時候臉會麻"),
        ("\x00\x01", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")),
    ],
)
def test_odd_questions_get_a_list_or_none_but_no_error(numb, palsy, title, body):
    found = suggest(title, body)
    assert len(found.cases) <= 4


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.text(max_size=400))
@example("NOT", "AND OR NEAR(a b)")
def test_any_text_gets_a_list_or_none(numb, title, body):
    assert suggest(title, body).cases is not None


def test_chinese_is_found_by_its_words_and_not_by_meaningless_vectors(numb):
    question = public_question(title="臉部麻木", body="冬天的時候我的左臉會麻木")
    question_changed.send(sender=Question, question=question)
    assert question.index_entry.vector is None
    assert [item.question for item in suggest("左臉麻木", "冬天左臉麻木").cases] == [question]
    assert [item.question for item in suggest("Numb cheek in the cold").cases] == [numb]


def test_the_fragment_is_asked_by_post_and_shows_both(client, numb, palsy):
    page = client.post(reverse("suggestions"), {"title": "Numb cheek in the cold", "body": "Bell's palsy?"})
    assert numb.title in page.content.decode()
    assert "Bell&#x27;s palsy" in page.content.decode()
    assert "Below are answers and pages that may already help you." in page.content.decode()
    assert client.get(reverse("suggestions")).status_code == 405


def test_the_fragment_says_nothing_when_there_is_nothing(client, numb):
    page = client.post(reverse("suggestions"), {"title": "Which vaccinations", "body": "for Brazil?"})
    assert page.content.decode().strip() == '<p id="suggestions-said" hx-swap-oob="innerHTML"></p>'


@pytest.mark.parametrize(("title", "body"), [("Numb", ""), (" " * 20, "cheek"), ("Numb cheek", "c")])
def test_a_few_characters_suggest_nothing_yet(client, numb, title, body):
    answer = client.post(reverse("suggestions"), {"title": title, "body": body})
    assert (answer.status_code, answer.content) == (204, b"")


def test_an_answer_found_while_asking_is_counted(client, numb, palsy):
    assert (
        client.post(reverse("answered"), {"question": numb.pk}).headers["Location"] == numb.get_absolute_url()
    )
    assert (
        client.post(reverse("answered"), {"cause": palsy.pk}).headers["Location"] == palsy.get_absolute_url()
    )
    assert set(Deflection.objects.values_list("question", "cause")) == {(numb.pk, None), (None, palsy.pk)}
    private = QuestionFactory()
    assert client.post(reverse("answered"), {"question": private.pk}).status_code == 404
    draft = CauseFactory(group__page__published_at=None)
    for number in ("x", draft.pk):
        assert client.post(reverse("answered"), {"cause": number}).status_code == 404
    assert Deflection.objects.count() == 2


def test_a_program_does_not_fill_the_list_of_answers_found(client, numb, monkeypatch):
    monkeypatch.setattr(views, "ANSWERS_AN_HOUR", 1)
    for _time in range(3):
        response = client.post(reverse("answered"), {"question": numb.pk})
        assert response.headers["Location"] == numb.get_absolute_url()
    assert Deflection.objects.count() == 1


def test_misspelt_words_are_read_as_what_they_may_mean(numb, palsy):
    palsy.aliases.create(name="anxiety of crowds")
    found = suggest("Why is my cheek numb in the cold?", "It gives me anxeity.")
    assert found.read_as == ("anxiety",)
    assert [item.question for item in found.cases] == [numb]


def test_who_leaves_is_told_that_the_draft_is_kept(client, numb):
    page = client.post(reverse("answered"), {"question": numb.pk}, follow=True)
    assert "What you have written is kept." in page.content.decode()
