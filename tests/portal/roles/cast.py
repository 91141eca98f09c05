"""Everybody who may come to the site, and the words of each that others must not read."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.test import RequestFactory
from django.test.client import ClientHandler

# Without what a test client keeps of every template, which takes as long again as the page.
SITE = ClientHandler(enforce_csrf_checks=False)
BROWSER = RequestFactory(HTTP_SEC_FETCH_SITE="same-origin")

# One letter each, so that a row of the table stays one line.
ROLES = {
    "S": "a stranger",
    "P": "a patient without the link",
    "L": "the patient with the link",
    "N": "a doctor of the specialty",
    "D": "a doctor of another specialty",
    "M": "a moderator",
    "E": "an editor",
    "A": "an administrator",
}
EVERYBODY = "".join(ROLES)
STAFF = "NDMEA"

# A word that stands in one kind of text only, and who may read it.
READERS = {
    "Zsharedcase": "LNMA",  # the case of Neurology, private
    "Zothercase": "DMA",  # the case of Dermatology, private, of another patient
    "Zaskedfor": "LNMA",  # what the patient was asked
    "Zunsentwords": "N",  # what the doctor has typed and not saved
    "Zownsnippet": "N",
    "Zsharedsnippet": "NEA",  # of the specialty
    "Zunsentreply": "NMA",  # a doctor's draft of a reply
    "Zwaitingcorrection": "LNMA",
    "Zowndraft": "L",  # what the patient has typed and not sent
    "Zelsesdraft": "",
    "zpatient@home.example": "L",
    "zother@home.example": "",
    "Zreportdetails": "MA",
    "Zvotewords": "MA",
    "Zinternalnote": "NMA",  # of the case of Neurology
    "Zsecondopinion": "NMA",  # asked of the doctor of Neurology
    "Zqualityremark": "",  # for a doctor who is nobody here
    "Zunpublishedpage": STAFF,
    "zcolleague@hospital.example": "A",
    "Zsecretofthephone": "",
    "Zpasswordhash": "",
}


@dataclass
class Person:
    """Who asks for pages: one of the roles, with what opens doors to it."""

    letter: str
    cookies: str = ""
    token: str = "x" * 43
    mailed: str = "y" * 43

    def ask(self, method: str, address: str) -> "Answer":
        """One request to the application itself, and nothing of what it did is left."""
        path, _, query = address.replace("TOKEN", self.token).replace("MAILED", self.mailed).partition("?")
        environ = BROWSER.generic(method, path, query_params=QueryDict(query)).environ
        with transaction.atomic():
            response: Any = SITE({**environ, "HTTP_COOKIE": self.cookies})
            text = response.getvalue().decode(errors="replace")
            transaction.set_rollback(True)
        return Answer(response.status_code, dict(response.items()), text)

    def may_not_read(self, answer: "Answer") -> list[str]:
        """The planted words in an answer that are not for this person."""
        text = answer.whole
        return [word for word, who in READERS.items() if self.letter not in who and word.lower() in text]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def whole(self) -> str:
        """Headers and text, in small letters."""
        return f"{self.headers}{self.text}".lower()
