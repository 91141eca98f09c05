"""The addresses of sources are asked for: on a server of our own, and never inside a private network."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from conditions.models import Citation, Source, SourceCheck
from conditions.sources import check, web
from conditions.sources.check import check_sources
from conditions.sources.web import is_public, problem_of
from tests.factories import CauseFactory, ReferencePageFactory, SourceFactory


class Handler(BaseHTTPRequestHandler):
    """Answers by the path: a status, or a status and where to."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        status, _slash, target = self.path.removeprefix("/").partition("/")
        is_head_only = status == "405" and self.command == "GET"
        self.send_response(200 if is_head_only else int(status) if status.isdigit() else 200)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815  (as the library calls it)

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a web server on this machine."""
    Handler.asked = []
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def this_machine(address: str) -> bool:
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/200", ""),
        ("/405", ""),
        ("/403", ""),
        ("/301//200", ""),
        ("/404", "It answers 404."),
        ("/500", "It answers 500."),
        ("/301//404", "It answers 404."),
        ("/302//302//302//302//302//302//302//200", "It leads on and on."),
        ("/302/http://127.0.0.2/", "It leads into a private network."),
        ("/302/file:///etc/passwd", "It leads into a private network."),
        ("/é ü?a=ß", ""),
    ],
)
def test_what_an_address_answers(server: str, path: str, problem: str) -> None:
    assert problem_of(f"{server}{path}", this_machine) == problem


def test_who_does_not_answer_is_said_in_words(server: str) -> None:
    port = int(server.rpartition(":")[2])
    assert problem_of(f"https://127.0.0.1:{port}/", this_machine) == "Its certificate does not hold."
    assert problem_of("http://127.0.0.1:1/", this_machine) == "It does not answer."
    assert problem_of("http://no-such-name.invalid/", this_machine) == "Nobody knows its name."
    assert problem_of("http://[::1/", this_machine) == "It does not answer."


def test_a_server_that_answers_letter_by_letter_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            connection, _address = listening.accept()
            with connection, suppress(OSError):
                for letter in b"HTTP/1.1 200 OK" * 20:
                    connection.sendall(bytes([letter]))
                    sleep(0.05)

        dripping = Thread(target=drip, daemon=True)
        dripping.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert problem_of(url, this_machine) == "It does not answer in time."
        dripping.join()


@pytest.mark.django_db
def test_a_source_that_was_deleted_meanwhile_ends_nothing(server: str) -> None:
    gone, kept = SourceFactory(url=f"{server}/200"), SourceFactory(url=f"{server}/404")

    asked = check._asked

    def ask(sources: list[Source], may_reach: Any) -> Any:
        Source.objects.filter(pk=gone.pk).delete()
        return asked(sources, may_reach)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "_asked", ask)
        assert check_sources(days=30, most=10, may_reach=this_machine) == (2, [kept])
    assert list(SourceCheck.objects.values_list("source", flat=True)) == [kept.pk]


def test_nothing_inside_is_asked(server: str) -> None:
    assert problem_of(f"{server}/200") == "It leads into a private network."
    assert problem_of(server.replace("127.0.0.1", "localhost")) == "It leads into a private network."
    assert Handler.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *(
            (each, False)
            for each in ("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254")
        ),
        *((each, False) for each in ("100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fd00::1", "fe80::1%eth0")),
        *((each, False) for each in ("::ffff:10.0.0.1", "::ffff:127.0.0.1", "ff02::1")),
        *((each, False) for each in ("64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::1", "fec0::1")),
        *((each, False) for each in ("::127.0.0.1", "::ffff:0:a00:1")),
        *((each, True) for each in ("8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8")),
    ],
)
def test_which_machines_are_public(address: str, public: bool) -> None:
    assert is_public(address) == public


@pytest.mark.django_db
def test_dead_sources_are_shown_with_the_pages_that_rest_on_them(server, administrator_client, capsys):
    page = ReferencePageFactory(title="Causes of weak faces")
    cause = CauseFactory(page=page, group__page=page, name="Palsy")
    dead, alive = SourceFactory(url=f"{server}/404"), SourceFactory(url=f"{server}/200")
    Citation.objects.create(cause=cause, source=dead, section="")
    Citation.objects.create(page=page, section="lead", source=dead)
    updated = page.updated_at
    assert check_sources(days=30, most=10, may_reach=this_machine) == (2, [dead])
    assert list(Source.objects.dead()) == [dead]
    listed = administrator_client.get(reverse("admin:conditions_source_changelist"), {"address": "dead"})
    assert list(listed.context["cl"].queryset) == [dead]
    assert "It answers 404. Since " in listed.content.decode()
    form = administrator_client.get(reverse("admin:conditions_source_change", args=[dead.pk]))
    address = reverse("admin:conditions_referencepage_change", args=[page.pk])
    html = form.content.decode()
    assert f'<a href="{address}">Palsy, on “Causes of weak faces”</a>' in html
    assert f'<a href="{address}">Lead, on “Causes of weak faces”</a>' in html
    page.refresh_from_db()
    assert page.updated_at == updated
    # Only what is dead is due; the command itself asks nothing inside.
    call_command("check_sources")
    said = capsys.readouterr().out
    assert said.startswith("Asked for 1 addresses; 1 sources are dead.")
    told = [f"{server}/404  It leads into a private network.", "    Causes of weak faces"]
    assert said.split("\n")[1:3] == told
    assert sorted(Handler.asked) == ["GET /404", "HEAD /200", "HEAD /404"]
    assert alive.last_check.problem == ""


@pytest.mark.django_db
def test_a_source_is_dead_since_the_first_time_and_no_longer_when_its_address_is_mended(server):
    source = SourceFactory(url=f"{server}/404")
    check_sources(days=30, most=10, may_reach=this_machine)
    first = SourceCheck.objects.get().failing_since
    SourceCheck.objects.update(checked_at=timezone.now() - timedelta(days=31))
    assert check_sources(days=30, most=10, may_reach=this_machine)[0] == 1
    assert SourceCheck.objects.get().failing_since == first
    source.url = f"{server}/200"
    source.save()
    assert not Source.objects.dead().exists()
    assert check_sources(days=30, most=10, may_reach=this_machine) == (1, [])
    assert SourceCheck.objects.get().failing_since is None
