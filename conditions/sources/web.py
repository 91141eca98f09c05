"""Asks for addresses on the public web, and never for one inside the network of the server.

Every name is looked up here and its address looked at before a connection is made to that very address, also after
each redirect: a page cannot send us to a machine that only the server reaches.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Event, Timer
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 10
"""For one request, however slowly it is answered."""
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
# They answer, though not to a program.
REFUSALS = (401, 403, 405, 406, 429, 451)

# The only IPv6 addresses that are given out to machines of the public network (RFC 4291, IANA), and of these not 6to4,
# which may lead to any IPv4 address.
PUBLIC_V6, SIX_TO_FOUR = ip_network("2000::/3"), ip_network("2002::/16")

MayReach = Callable[[str], bool]


class NotPublicError(OSError):
    """The address leads into a private network."""


def is_public(address: str) -> bool:
    """Whether this address of a machine is one of the public network."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if isinstance(found, IPv6Address) and (found not in PUBLIC_V6 or found in SIX_TO_FOUR):
        return False
    return found.is_global and not found.is_multicast


def problem_of(url: str, may_reach: MayReach = is_public) -> str:
    """What is wrong with an address, in words; "" where there is something.  `may_reach`: which machines are asked."""
    try:
        for _step in range(MOST_REDIRECTS + 1):
            status, target = _ask(url, "HEAD", may_reach)
            if status >= 400 and status not in REFUSALS:
                status, target = _ask(url, "GET", may_reach)  # some know no HEAD
            if status not in REDIRECTS or not target:
                return "" if status < 400 or status in REFUSALS else _("It answers %d.") % status
            url = urljoin(url, target)
        return _("It leads on and on.")
    except NotPublicError:
        return _("It leads into a private network.")
    except TimeoutError:
        return _("It does not answer in time.")
    except socket.gaierror:
        return _("Nobody knows its name.")
    except ssl.SSLError:
        return _("Its certificate does not hold.")
    except (OSError, http.client.HTTPException, ValueError):
        return _("It does not answer.")


def _ask(url: str, method: str, may_reach: MayReach) -> tuple[int, str]:
    """Status and, for a redirect, where to; the page itself is not read."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotPublicError(url)
    kind: Any = _Secure if parts.scheme == "https" else _Plain
    # Without a port the library would look for one in an IPv6 address.
    port = parts.port or kind.default_port
    connection = kind(parts.hostname.encode("idna").decode(), port, timeout=SECONDS)
    connection.may_reach = may_reach
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        agent = f"{settings.SITE_NAME} (+{settings.SITE_URL})".encode("ascii", "replace").decode()
        connection.request(method, _in_ascii(path), headers={"User-Agent": agent, "Accept": "*/*"})
        with _deadline(connection.sock):
            answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


@contextmanager
def _deadline(sock: socket.socket) -> Iterator[None]:
    """Close the socket when the time is over: its own limit begins anew with every byte."""
    over = Event()

    def end() -> None:
        over.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(SECONDS, end)
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if over.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def _in_ascii(path: str) -> str:
    """A path as it is sent: letters beyond ASCII and spaces in percent signs, what is written so already stays."""
    return "".join(
        each if "!" <= each <= "~" else "".join(f"%{byte:02X}" for byte in each.encode()) for each in path
    )


def _connected(host: str, port: int, may_reach: MayReach) -> socket.socket:
    """A connection to the first machine of this name that answers; every one of them has to be public."""
    found = [str(row[-1][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(may_reach(address) for address in found):
        raise NotPublicError(host)
    for address in found[:-1]:
        try:
            return socket.create_connection((address, port), SECONDS)
        except OSError:
            continue
    return socket.create_connection((found[-1], port), SECONDS)


class _Plain(http.client.HTTPConnection):
    """A connection to a machine whose address has been looked at."""

    may_reach: MayReach = staticmethod(is_public)

    def connect(self) -> None:
        """Connect."""
        self.sock = _connected(self.host, self.port, self.may_reach)


class _Secure(http.client.HTTPSConnection):
    """The same with TLS; the certificate has to be that of the name."""

    may_reach: MayReach = staticmethod(is_public)

    def connect(self) -> None:
        """Connect."""
        plain = _connected(self.host, self.port, self.may_reach)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
