"""Whatever a public page is made from is known to what keeps it: every table and every setting."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

import portal.settings
from portal.reading.build import SETTINGS
from portal.reading.changes import WATCHES
from tests.portal.reading.pages import Reader, addresses, site

pytestmark = pytest.mark.django_db

NOT_SHOWN = {
    "ALLOWED_HOSTS": "refuses; pages name the site by SITE_URL",
    "BASE_DIR": "differs between machines",
    "BEHIND_PROXY": "whose request number is believed",
    "COOKIE_PREFIX": "follows HTTPS_ONLY",
    "CSRF_COOKIE_NAME": "follows HTTPS_ONLY",
    "LOG_REQUESTS": "what is logged",
    "MESSAGE_STORAGE": "who has a message gets no stored page",
    "METRICS": "what is counted",
    "RELATED_ENCODER": "names files; the numbers that belong to them are in the digest",
    "RELATED_THREADS": "how the engine works, not what it finds",
    "REPLICAS": "where pages are read from",
    "SECRET_KEY": "in the digest by a hash of its own",
    "SECRET_KEY_FALLBACKS": "opens what was signed before",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": "follows HTTPS_ONLY",
    "SECURE_HSTS_SECONDS": "follows HTTPS_ONLY",
    "SECURE_REDIRECT_EXEMPT": "of pages that are not stored",
    "SECURE_SSL_REDIRECT": "follows HTTPS_ONLY",
    "SESSION_COOKIE_NAME": "follows HTTPS_ONLY",
    "SESSION_ENGINE": "strangers have no session",
    "SHARED_CACHE_SECONDS": "in a header that each answer gets; on private pages besides",
    "SHARED_STATIC_DIR": "where files of other versions lie",
    "STATIC_ROOT": "differs between machines; its manifest is in the digest",
    "STORED_PAGES": "whether they are used at all",
}


class Noting:
    """Settings that remember what was asked of them."""

    def __init__(self, inner: Any) -> None:
        self._inner, self._asked = inner, set[str]()

    def __getattr__(self, name: str) -> Any:
        self._asked.add(name)
        return getattr(self._inner, name)


@pytest.fixture
def reader() -> Reader:
    """A stranger, on a site in which nothing is remembered."""
    found = Reader(addresses(site()))
    cache.clear()
    return found


def test_every_table_that_a_page_reads_is_in_the_list_of_changes(reader: Reader) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert {reader.fresh(page)[0] for page in reader.pages} == {200}
    named = {name for query in captured for name in re.findall(r'"(\w+)"', query["sql"])}
    tables = named & {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert tables - {watch.model._meta.db_table for watch in WATCHES} == set()


def test_every_setting_that_a_page_reads_is_in_the_digest(reader: Reader) -> None:
    with override_settings(STORED_PAGES=False):
        inner = settings._wrapped
        settings._wrapped = noting = Noting(inner)
        try:
            reader.read_all()
        finally:
            settings._wrapped = inner
    own = {name for name in noting._asked if name.isupper() and hasattr(portal.settings, name)}
    assert own - set(SETTINGS) - NOT_SHOWN.keys() == set()
