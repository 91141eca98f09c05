"""Every public page of a small site, as it is stored and as its view makes it."""

from django.conf import settings
from django.test import Client, override_settings

from conditions.models import Citation, Neighbour, ReferencePage
from conditions.name_index import renew_names
from portal.reading import store
from tests.factories import (
    CategoryFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    DoctorFactory,
    ReferencePageFactory,
    SourceFactory,
    SpecialtyFactory,
    TopicFactory,
    public_question,
)
from tests.portal.world import World, world


def site() -> World:
    """A world in which every field of every row stands somewhere."""
    rows = world(3)
    rare = SpecialtyFactory(name="Rare Disease", is_rare=True, description="Seldom.")
    # Enough alike for age and sex to be shown, so that one fewer hides them.
    for _ in range(settings.SMALL_CELL):
        public_question(specialty=rare, age_range="20-29", sex="female", doctor=rows.doctor)
    rows.page.related.add(ReferencePageFactory(category=rows.page.category))
    rows.page.warning_signs, rows.page.causes_intro = "Fainting: call", "Several things."
    rows.page.save()
    CauseGroupFactory(page=rows.page, heading="Other causes", position=1)
    rows.page.groups.update(text="About them.")
    DoctorFactory()
    ReferencePageFactory(category=CategoryFactory(name="Other Disorders"))
    ReferencePageFactory(category=rows.page.category)
    Citation.objects.create(
        page=rows.page, section="lead", source=SourceFactory(), statement="That it is so."
    )
    cause = rows.page.causes.in_order()[1]
    cause.name = "Zosteria facialis"
    cause.save()
    renew_names(*ReferencePage.objects.all())
    question = rows.questions[0]
    question.topics.add(TopicFactory(specialty=rows.specialty))
    question.replies.update(safety_net="Sudden weakness: call", more_info=f"It is common in {cause.name}.")
    CauseLinkFactory(reply=question.replies.get(), page=rows.page, cause=None)
    Neighbour.objects.update(reasons=[{"code": "terms", "params": {"names": ["cheek"]}}])
    return rows


def addresses(rows: World) -> list[str]:
    """One page of every view whose pages are stored, and more of those that show most."""
    question, rare = rows.questions[0], SpecialtyFactory(name="Rare Disease")
    return [
        "/",
        "/about/",
        "/how-it-works/",
        "/privacy/",
        "/questions/",
        "/questions/feed/",
        question.get_absolute_url(),
        rows.questions[1].get_absolute_url(),
        rare.questions.first().get_absolute_url(),
        question.get_absolute_url() + "print/",
        "/specialties/",
        rows.specialty.get_absolute_url(),
        rows.specialty.get_absolute_url() + "all-topics/",
        rows.topic.get_absolute_url(),
        "/doctors/",
        rows.doctor.get_absolute_url(),
        "/conditions/",
        "/conditions/?letter=S",
        "/conditions/categories/",
        rows.page.category.get_absolute_url(),
        rows.page.get_absolute_url(),
    ]


class Reader:
    """A stranger who reads each page twice: as it is stored, and as its view makes it."""

    def __init__(self, pages: list[str]) -> None:
        self.pages, self.client = pages, Client()

    def stored(self, address: str) -> tuple[int, bytes]:
        """What a stranger gets."""
        response = self.client.get(address)
        return response.status_code, response.content

    def fresh(self, address: str) -> tuple[int, bytes]:
        """What the view makes."""
        with override_settings(STORED_PAGES=False):
            return self.stored(address)

    def read_all(self) -> dict[str, tuple[int, bytes]]:
        """Every page as strangers get it."""
        return {page: self.stored(page) for page in self.pages}

    def kept(self) -> list[str]:
        """The pages that are stored and right at this moment, as far as the store knows."""
        return [page for page in self.pages if store.read(page)]

    def wrong(self) -> list[str]:
        """The kept pages that are not as their views make them; others are made for whoever reads them next."""
        return [page for page in self.kept() if self.stored(page) != self.fresh(page)]
