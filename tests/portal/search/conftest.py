"""What every search test needs: the real engine, and texts in its index."""

import pytest

from conditions.related.upkeep.index import index_page
from conditions.related.upkeep.publication import publish
from tests.conditions.related.conftest import encoder  # noqa: F401
from tests.factories import CauseFactory, CauseGroupFactory, ReferencePageFactory, public_question


@pytest.fixture
def asked(db, encoder):  # noqa: F811
    """A function that makes a public question and puts it into the index."""

    def make(title, body="I would like to know more.", **fields):
        question = public_question(title=title, body=body, **fields)
        publish(question)
        return question

    return make


@pytest.fixture
def written(db, encoder):  # noqa: F811
    """A function that makes a reference page with one cause and puts both into the index; returns the cause."""

    def make(title, cause, text, **fields):
        page = ReferencePageFactory(title=title, **fields)
        made = CauseFactory(
            group=CauseGroupFactory(page=page),
            page=page,
            name=cause,
            slug=cause.lower().replace(" ", "-"),
            text=text,
        )
        index_page(page)
        return made

    return make


@pytest.fixture
def found(stranger):
    """A function that searches and returns the titles found, by group."""

    def search(text, **parameters):
        response = stranger.get("/search/", {"q": text, **parameters})
        assert response.status_code == 200
        results = response.context.get("results")
        return {
            group.name: [
                str(row.title).replace("<mark>", "").replace("</mark>", "") for row in group.listing.rows
            ]
            for group in (results.groups if results else [])
        }

    return search
