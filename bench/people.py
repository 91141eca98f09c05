"""Patients, a doctor and a moderator, as browsers: each act with whether the site said that it was done."""

import http.client
import json
import re
import uuid
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlencode

TOKEN = "c" * 32
"""Of a form: browsers send what is in the cookie."""
SECONDS = 60
STEPS = {
    "who": {"about": "self"},
    "age": {"age_range": "30-39", "sex": "female"},
    "what": {"title": "Why does my cheek go numb {}?", "body": "My left cheek goes numb on the bicycle {}."},
    "began": {"began": "last winter"},
    "tried": {"tried": "A scarf."},
    "seen": {"seen": "Nobody yet"},
    "wants": {"wants": "Is it dangerous?"},
    "specialty": {"specialty": "SPECIALTY"},
    "name": {"display_name": "Maple", "email": ""},
}
"""The pages of a question; braces are filled with a word of its own."""


@dataclass
class Answer:
    """What came back; status 0 when nothing did."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether a person can read it: a page of the site, or where it leads; not the server's bare words."""
        if 300 <= self.status < 400:
            return True
        return "</html>" in self.text or self.headers.get("content-type", "").startswith("application/json")


class Seen(NamedTuple):
    """What came of one request."""

    path: str
    status: int
    kept: bool
    """Whether the page shows every longer text back that was sent: nobody has to type it again."""


class Browser:
    """Keeps cookies, sends forms.  What comes of each request is noted in `answers`."""

    def __init__(self, port: int, cookies: str = "", answers: list[Seen] | None = None) -> None:
        self.port, self.answers = port, [] if answers is None else answers
        self.cookies = {"csrftoken": TOKEN} | dict(part.split("=", 1) for part in cookies.split("; ") if part)
        self.unclear: list[tuple[str, int]] = []

    def ask(self, path: str, sent: dict[str, Any] | None = None) -> Answer:
        """One request."""
        answer = self._ask(path, sent)
        words = [value for value in (sent or {}).values() if isinstance(value, str) and " " in value]
        kept = sent is not None and all(escape(value) in answer.text for value in words)
        self.answers.append(Seen(path, answer.status, kept))
        return answer

    def _ask(self, path: str, sent: dict[str, Any] | None) -> Answer:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": TOKEN, "Sec-Fetch-Site": "same-origin", "Accept": "text/html",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            body = None if sent is None else urlencode(sent, doseq=True)
            connection.request("GET" if sent is None else "POST", path, body, headers)
            found = connection.getresponse()
            text = found.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Answer()
        finally:
            connection.close()
        for cookie in found.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        answer = Answer(found.status, {name.lower(): value for name, value in found.headers.items()}, text)
        if answer.status >= 400 and not answer.is_clear:
            self.unclear.append((path, answer.status))
        return answer


@dataclass
class Case:
    """A question that the site said it has."""

    word: str
    token: str
    email: str = ""
    number: int = 0
    reply: str = ""
    is_approved: bool = False


class People:
    """Everybody who uses one site; `answers` has what all of them got."""

    def __init__(self, port: int, known: dict[str, Any]) -> None:
        self.port, self.known = port, known
        self.answers: list[Seen] = []

    def browser(self, cookies: str = "") -> Browser:
        """One more browser."""
        return Browser(self.port, cookies, self.answers)

    def post(self, email: bool = False) -> tuple[Case | None, Browser, Answer]:
        """Ask a question, page by page; a case when the site said that it is sent."""
        browser, word = self.browser(), f"q{uuid.uuid4().hex[:12]}"
        address = f"{word}@home.example" if email else ""
        for step, answers in STEPS.items():
            sent = {name: value.format(word) for name, value in answers.items()}
            if step == "specialty":
                sent["specialty"] = str(self.known["specialty"])
            if step == "name":
                sent["email"] = address
            answer = browser.ask(f"/ask/{step}/", sent)
            if answer.status != 302:
                return None, browser, answer
        browser.ask("/ask/similar/", {})
        consents = {kind: pk for kind, pk in self.known["consents"].items() if kind in ("answer", "publish")}
        answer = browser.ask("/ask/check/", consents)
        found = re.search(r"/case/([^/]+)/", answer.headers.get("location", ""))
        return (Case(word, found[1], address) if found and answer.status == 302 else None), browser, answer

    def begin(self) -> tuple[Browser, str]:
        """Type a question, and do not send it."""
        browser, word = self.browser(), f"q{uuid.uuid4().hex[:12]}"
        for step in ("who", "age", "what"):
            browser.ask(f"/ask/{step}/", {name: value.format(word) for name, value in STEPS[step].items()})
        return browser, word

    def staff(self, name: str) -> Browser:
        """One of the staff, signed in."""
        return self.browser(self.known[name])

    def find_number(self, case: Case) -> int:
        """The number of a case, which its patient's file tells."""
        told = self.browser().ask(f"/case/{case.token}/data.json")
        case.number = int(json.loads(told.text)["question"]["number"]) if told.status == 200 else 0
        return case.number

    def reply(self, case: Case, action: str = "publish") -> tuple[bool, Browser, Answer]:
        """Answer a case as its doctor; whether the site said that it is done."""
        browser = self.staff("doctor")
        desk = f"/admin/consult/question/{case.number}/change/"
        opened = browser.ask(desk)
        if opened.status != 200:
            return False, browser, opened
        version = re.search(r'name="question_version" value="(\d+)"', opened.text)
        sent = {"text": f"See a doctor, {case.word}r.", "safety_net": "Fever.", "specialty": self.known["specialty"],
                "question_version": version[1] if version else "1", "action": action}  # fmt: skip
        drafted = re.search(r'name="reply_version" value="(\d+)"', opened.text)
        if drafted:
            sent["reply_version"] = drafted[1]
        answer = browser.ask(desk, sent)
        done = answer.status == 302 and "login" not in answer.headers.get("location", "")
        if done and action == "publish":
            case.reply = f"{case.word}r"
        return done, browser, answer

    def approve(self, case: Case) -> tuple[bool, Browser, Answer]:
        """Make a case public as a moderator; whether the site said that it is done."""
        browser = self.staff("moderator")
        screen = f"/admin/consult/question/{case.number}/approve/"
        opened = browser.ask(screen)
        version = re.search(r'name="seen_version" value="(\d+)"', opened.text)
        if opened.status != 200 or version is None:
            return False, browser, opened
        words = {name: value.format(case.word) for name, value in STEPS["what"].items()}
        words |= (
            STEPS["began"] | STEPS["tried"] | STEPS["seen"] | STEPS["wants"] | STEPS["who"] | STEPS["age"]
        )
        sent = {**words, "display_name": "Maple", "specialty": self.known["specialty"], "topics": [],
                "seen_version": version[1], "action": "approve"}  # fmt: skip
        answer = browser.ask(screen, sent)
        case.is_approved = answer.status == 302 and "login" not in answer.headers.get("location", "")
        return case.is_approved, browser, answer

    def lost(self, case: Case) -> list[str]:
        """What the site said that it has of a case, and does not show."""
        told = self.browser().ask(f"/case/{case.token}/")
        missing = [] if told.status == 200 and case.word in told.text else ["question"]
        if case.reply and case.reply not in told.text:
            missing.append("reply")
        if case.is_approved:
            found = self.browser().ask(f"/questions/{case.number}/")
            shown = self.browser().ask(found.headers.get("location", "/nowhere/"))
            missing += [] if shown.status == 200 and case.reply in shown.text else ["publication"]
        return missing
