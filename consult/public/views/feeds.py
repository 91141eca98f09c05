"""New answers as an Atom feed.  What was stored before text came through a door is normalised here: XML refuses it."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.common.commonmark import plain_text
from consult.language.normalise import normalise
from consult.models import Question

ENTRIES = 30


def _absolute(path: str) -> str:
    """The whole address of a path of this site."""
    return settings.SITE_URL.rstrip("/") + path


class NewAnswers(Feed[Question, None]):
    """The newest public questions with the beginning of their first replies."""

    feed_type = Atom1Feed
    subtitle = _("Questions that patients asked and doctors answered, newest first.")

    def title(self) -> str:
        """The site's name, and what is new."""
        return gettext("%(site)s: new answers") % {"site": settings.SITE_NAME}

    def link(self) -> str:
        """The page of which this is the feed."""
        return _absolute(reverse("consult:questions"))

    def feed_url(self) -> str:
        """The feed itself."""
        return _absolute(reverse("consult:feed"))

    def items(self) -> QuerySet[Question]:
        """The public questions to list."""
        return Question.objects.public().for_list().newest_first()[:ENTRIES]

    def item_title(self, item: Question) -> str:
        """The question's title; the feed escapes it."""
        return normalise(item.title)

    def item_description(self, item: Question) -> str:
        """Who replied, and how the reply begins, as HTML: so readers of Atom take a summary."""
        reply = item.public_replies[0]  # type: ignore[attr-defined]
        beginning = Truncator(plain_text(reply.text)).chars(300)
        return escape(normalise(f"{reply.doctor.name} ({reply.specialty.name}): {beginning}"))

    def item_link(self, item: Question) -> str:
        """Its thread, by the name of the site: by whatever name the feed is asked for, it is the same feed."""
        return _absolute(item.get_absolute_url())

    def item_pubdate(self, item: Question) -> datetime | None:
        """When the question became public."""
        return item.published_at

    def item_updateddate(self, item: Question) -> datetime | None:
        """When the newest of its replies was approved, or when it became public."""
        approved = [reply.approved_at for reply in item.public_replies]  # type: ignore[attr-defined]
        return max((moment for moment in [item.published_at, *approved] if moment), default=None)

    def item_guid(self, item: Question) -> str:
        """Its number on this site: the words of the address may change."""
        return _absolute(f"/questions/{item.pk}/")

    def item_author_name(self, item: Question) -> str:
        """The doctor who replied first: the patient stays a pseudonym on the page."""
        return normalise(item.public_replies[0].doctor.name)  # type: ignore[attr-defined]
