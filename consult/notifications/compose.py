"""One outgoing message as a mail, with a fresh private link in it."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from consult.common.email_address import clean_email
from consult.models import CaseLink, Contact, OutboxMessage
from consult.models.case_link import hash_token, mailed_link_expiry
from consult.models.staffing import StaffNotice
from consult.notifications.account_mail import opened
from consult.notifications.alert import alert_addresses
from consult.notifications.unsubscribing import unsubscribe_path
from consult.notifications.words import DIGEST_WORDS, NOTICE_WORDS, PATIENT_WORDS, STAFF_WORDS, Words


class NobodyToWriteToError(Exception):
    """A staff alert has no address: nobody is on call, STAFF_ALERT_EMAILS is empty and no editor has one."""


@dataclass(frozen=True)
class Composed:
    """A mail, and the hash of the private link made for it ("" when it holds none)."""

    mail: EmailMultiAlternatives
    link_hash: str = ""

    def forget_link(self) -> None:
        """Delete the link of a mail that did not go out."""
        if self.link_hash:
            CaseLink.objects.filter(token_hash=self.link_hash).delete()


def compose(message: OutboxMessage) -> Composed:
    """Return the mail of one message.  Raises NobodyToWriteToError for an alert that nobody would get."""
    with override(settings.LANGUAGE_CODE):
        if message.kind == OutboxMessage.Kind.ACCOUNT:
            return Composed(opened(message, _headers(message)))
        if message.kind == OutboxMessage.Kind.STAFF_ALERT:
            return _staff_alert(message)
        if message.staff is not None:
            return _to_one_of_staff(message, message.staff.email)
        return _patient_mail(message)


def _patient_mail(message: OutboxMessage) -> Composed:
    """To the contact, with a link to the case, or to all cases."""
    contact = message.contact
    assert contact is not None  # A constraint of the outbox says so.
    expires_at = mailed_link_expiry()
    if message.kind == OutboxMessage.Kind.CASE_LINK or message.question is None:
        token = CaseLink.to_all_cases(contact, expires_at=expires_at)
        path = reverse("consult:cases", args=[token])
    else:
        token = CaseLink.to_case(message.question, expires_at=expires_at)
        path = reverse("consult:case", args=[token])
    context: dict[str, object] = {"expires_at": expires_at, "again": _absolute(reverse("consult:case_find"))}
    wanted = message.kind != OutboxMessage.Kind.CASE_LINK
    if wanted:
        context["unsubscribe"] = _absolute(unsubscribe_path(contact))
    mail = _mail(message, PATIENT_WORDS[message.kind], [clean_email(contact.email)], _absolute(path), context)
    if wanted:
        mail.extra_headers.update(_unsubscribe_headers(contact))
    return Composed(mail, hash_token(token))


def _staff_alert(message: OutboxMessage) -> Composed:
    """To who is on call and the addresses of the setting, or to all editors."""
    to = alert_addresses()
    if not to:
        raise NobodyToWriteToError
    path = reverse("admin:index")
    if message.question_id:
        path = reverse("admin:consult_question_change", args=[message.question_id])
    return Composed(_mail(message, STAFF_WORDS, to, _absolute(path), {}))


def _to_one_of_staff(message: OutboxMessage, address: str) -> Composed:
    """One notice, or those of the day, to who chose to be told so.  Raises ValidationError without an address."""
    context: dict[str, object] = {"choose": _absolute(reverse("admin:consult_notices"))}
    if message.kind == OutboxMessage.Kind.STAFF_DIGEST:
        context["lines"] = _digest_lines(message)
        words, path = DIGEST_WORDS, reverse("admin:index")
    else:
        notice = StaffNotice.objects.get(mail=message)
        words, path = NOTICE_WORDS[notice.kind], notice.leads_to
    return Composed(_mail(message, words, [clean_email(address)], _absolute(path), context))


def _digest_lines(message: OutboxMessage) -> list[str]:
    """What stands in it: "New question in your specialties: 3".  What was erased meanwhile is not counted."""
    counts = Counter(StaffNotice.objects.filter(mail=message).values_list("kind", flat=True))
    return [f"{kind.label}: {counts[kind]}" for kind in StaffNotice.Kind if counts[kind]]


def _mail(
    message: OutboxMessage, words: Words, to: list[str], link: str, context: dict[str, object]
) -> EmailMultiAlternatives:
    """A mail in plain text and in simple HTML, marked as automatic."""
    whole = {
        **context,
        "words": words,
        "link": link,
        "SITE_NAME": settings.SITE_NAME,
        "number": message.question_id,
    }
    mail = EmailMultiAlternatives(
        subject=f"{settings.SITE_NAME}: {words.subject}",
        body=render_to_string("consult/notifications/message.txt", whole),
        to=to,
        headers=_headers(message),
    )
    mail.attach_alternative(render_to_string("consult/notifications/message.html", whole), "text/html")
    return mail


def _headers(message: OutboxMessage) -> dict[str, str]:
    """What marks a mail as automatic, so that no absence notice answers it."""
    return {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",  # the same for Exchange
        # The same for every try, so that a mail server or program can tell a repetition.
        "Message-ID": f"<outbox-{message.pk}-{message.created_at:%Y%m%d%H%M%S}@{_host()}>",
    }


def _unsubscribe_headers(contact: Contact) -> dict[str, str]:
    """One-tap unsubscribe (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{_absolute(unsubscribe_path(contact))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _absolute(path: str) -> str:
    """The whole address of a path of this site."""
    return settings.SITE_URL.rstrip("/") + path


def _host() -> str:
    """The host name of this site."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
