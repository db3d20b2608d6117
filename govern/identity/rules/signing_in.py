"""What identity decides, as values: how long a sign-in lasts, which proof an office needs, how many wrong tries.

Sources: security.md 7.1, 7.3, 7.6; decisions.md 35; service-standard.md P18, P19. Pure: no clock, no database.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil
from zoneinfo import ZoneInfo

import msgspec

from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.sentences import Sentence
from govern.words import kept_words

LONDON = ZoneInfo("Europe/London")


class Proof(StrEnum):
    """How a session began: what the person showed."""

    LINK = "link"
    PRINTED = "printed"
    LETTER = "letter"
    CARD = "card"
    PASSWORD_TOTP = "password_totp"  # noqa: S105  # the name of a proof, no secret
    PASSWORD_PASSKEY = "password_passkey"  # noqa: S105  # the same

    @property
    def of_officer(self) -> bool:
        """Whether it has the two steps that an office needs."""
        return self in (Proof.PASSWORD_TOTP, Proof.PASSWORD_PASSKEY)


class LinkKind(StrEnum):
    """What a single-use link leads to: signing in (from a mail or from paper), or an officer's first set-up."""

    EMAILED = "emailed"
    PRINTED = "printed"
    SET_UP = "set_up"


class LinkState(StrEnum):
    """What the page of a link has to say."""

    READY = "ready"
    ELSEWHERE = "elsewhere"
    TOO_OLD = "too_old"
    SPENT = "spent"
    UNKNOWN = "unknown"


LINK_LIFE = {
    LinkKind.EMAILED: timedelta(minutes=10),
    LinkKind.PRINTED: timedelta(minutes=60),
    LinkKind.SET_UP: timedelta(hours=24),
}
LETTER_CODE_LIFE = timedelta(days=90)
#: How long a changed email address is no way in while people vote: the owner of the old one has time to object.
ADDRESS_RESTS = timedelta(hours=72)
#: How long one officer's word for a locked-out colleague waits for the second.
WORD_LASTS = timedelta(hours=24)
PASS_LIFE_AT_MOST = timedelta(minutes=20)

# --- Sessions -------------------------------------------------------------------------------------------------------

#: A session's last sign of life is written down at most this often; the idle limit is lengthened by as much.
TOUCH_EVERY = timedelta(minutes=1)
#: The same where nobody is put out for being idle: one commit less when the vote is sent, and a session's row does
#: not say at which minute somebody was at the ballot box.
TOUCH_SELDOM = timedelta(hours=1)


class Limits(msgspec.Struct, frozen=True):
    """A session ends `absolute` after its start, and after `idle` without a request where that is set."""

    absolute: timedelta
    idle: timedelta | None


MEMBER_OWN_DEVICE = Limits(timedelta(hours=24), None)
MEMBER_SHARED_DEVICE = Limits(timedelta(hours=12), timedelta(minutes=20))
#: A tablet at the desk, which one member hands to the next: a short time, with a warning before it ends.
MEMBER_AT_DESK = Limits(timedelta(hours=2), timedelta(minutes=5))
OFFICER = Limits(timedelta(hours=8), timedelta(minutes=15))


def limits(proof: Proof, *, shared_device: bool, at_desk: bool = False) -> Limits:
    if proof.of_officer:
        return OFFICER
    if at_desk:
        return MEMBER_AT_DESK
    return MEMBER_SHARED_DEVICE if shared_device else MEMBER_OWN_DEVICE


def is_over(within: Limits, *, started_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Whether a session has reached one of its limits.

    `seen_at` may lag by `TOUCH_EVERY`, so nobody is ever put out before the promised idle time.
    """
    if at - started_at >= within.absolute:
        return True
    return within.idle is not None and at - seen_at > within.idle + TOUCH_EVERY


def touch_every(within: Limits) -> timedelta:
    """How old the last sign of life has to be before a new one is written down."""
    return TOUCH_SELDOM if within.idle is None else TOUCH_EVERY


def day_of(at: datetime) -> date:
    """The day on which offices are looked up: ours, not Greenwich's."""
    return at.astimezone(LONDON).date()


# --- Links and codes ------------------------------------------------------------------------------------------------

#: No 0 O, no 1 I L: what is read aloud or from paper cannot be misread.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TYPED_CODE_LENGTH = 8
#: Nobody's name is asked with it, so it must be unguessable by itself: 59 bits.
LETTER_CODE_LENGTH = 12
LETTER_CODES_A_SHEET = 6
AUTHENTICATOR_CODE = re.compile(r"^[0-9]{6}$")


def plain_code(typed: str) -> str:
    """A code as it was made, from what was typed: capitals, no spaces or hyphens."""
    return "".join(c for c in typed.upper() if c.isalnum())


def grouped(code: str) -> str:
    """ "ABCD EFGH" """
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def plain_email(address: str) -> str:
    """An email address as we keep and compare it."""
    return unicodedata.normalize("NFC", address.strip()).lower()


def looks_like_email(address: str) -> bool:
    name, at, host = address.rpartition("@")
    readable = all(c.isprintable() and not c.isspace() for c in address)
    return bool(at and name) and "." in host.strip(".") and readable and len(address) <= 254


def link_state(
    *, used_at: datetime | None, expires_at: datetime, bound_to: bytes | None, browser: bytes | None, at: datetime
) -> LinkState:
    """What a link is worth now, in the browser that shows it."""
    if used_at is not None:
        return LinkState.SPENT
    if at >= expires_at:
        return LinkState.TOO_OLD
    if bound_to is not None and bound_to != browser:
        return LinkState.ELSEWHERE
    return LinkState.READY


class NoSuchLink(NotFound):
    """A link nobody made."""


class LinkTooOld(WrongMoment):
    """A link whose time has passed."""


class LinkSpent(AlreadyDone):
    """A link that has done its work."""


class LinkElsewhere(NotAllowed):
    """A link opened in another browser than the one that asked for it."""


class WrongTry(NotValid):
    """A code or password that does not fit. It is counted, so it is returned and not raised."""


def refuse_link(state: LinkState) -> None:
    """Raise the refusal of a link that cannot be used, with the way on."""
    if state is LinkState.SPENT:
        raise LinkSpent("This link has been used already. Ask for a new one.")
    if state is LinkState.TOO_OLD:
        raise LinkTooOld("This link was for a short time, and that is over. Ask for a new one.")
    if state is LinkState.ELSEWHERE:
        raise LinkElsewhere(
            "You asked for this link in another browser. Open it there, type the code from the mail there, "
            "or ask for a new link here."
        )
    if state is LinkState.UNKNOWN:
        raise NoSuchLink("We do not know this link. Look whether all of it came across, or ask for a new one.")


# --- Wrong tries (security.md 7.6) ----------------------------------------------------------------------------------


class Limit(msgspec.Struct, frozen=True):
    """So many in so long, counted in stretches. `stretch` divides `window`."""

    most: int
    window: timedelta
    stretch: timedelta


ACCOUNT = Limit(5, timedelta(hours=1), timedelta(minutes=1))
LINKS_ASKED = Limit(5, timedelta(hours=1), timedelta(minutes=1))
#: Soft: a care home shares one address. Beyond this they wait seconds, never an hour.
ADDRESS = Limit(60, timedelta(minutes=10), timedelta(seconds=10))


def stretch_of(limit: Limit, at: datetime) -> datetime:
    """The beginning of the stretch in which this moment lies."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(limit.stretch.total_seconds()), at.tzinfo)


def seconds_to_wait(limit: Limit, counted: Iterable[tuple[datetime, int]], at: datetime) -> int:
    """Hard limit: 0 while fewer than `most` are counted, else seconds until enough of them are forgotten."""
    recent = sorted((start, count) for start, count in counted if start > at - limit.window)
    excess = sum(count for _, count in recent) - limit.most + 1
    if excess <= 0:
        return 0
    forgotten_at = at
    for start, count in recent:
        forgotten_at = start + limit.window
        excess -= count
        if excess <= 0:
            break
    return max(1, ceil((forgotten_at - at).total_seconds()))


def seconds_to_slow_down(limit: Limit, counted: Iterable[tuple[datetime, int]], at: datetime) -> int:
    """Soft limit: beyond `most`, one a stretch is still let through; seconds until the next stretch."""
    recent = [(start, count) for start, count in counted if start > at - limit.window]
    now = stretch_of(limit, at)
    in_this_stretch = sum(count for start, count in recent if start == now)
    if sum(count for _, count in recent) < limit.most or in_this_stretch == 0:
        return 0
    return max(1, ceil((now + limit.stretch - at).total_seconds()))


def neighbourhood(address: str) -> str:
    """What requests are counted by: an IPv4 address, or the /64 an IPv6 address lies in."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


# --- Passwords ------------------------------------------------------------------------------------------------------

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200
_COMMON = ("password", "qwerty", "123456", "letmein", "iloveyou", "welcome", "abcdef", "passw0rd", "cyfrinair")


class WeakPassword(NotValid):
    """A password others would find."""


def check_new_password(password: str, *, own_words: Iterable[str], old: str | None = None) -> None:
    """Refuse what is short, or what others would try first. No rules on capitals and signs (security.md 7.1)."""
    if password == old:
        raise WeakPassword("This is the password you have now. Choose another one.", field="password")
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(
            "Use {least} characters or more. Four or five words in a row are easy to keep and hard to guess.",
            field="password",
            least=SHORTEST_PASSWORD,
        )
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword("Use {most} characters at most.", field="password", most=LONGEST_PASSWORD)
    rest = password.casefold()
    for word in (*_COMMON, *(w.casefold() for w in own_words if len(w) >= 4)):
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST_PASSWORD - 6 or len(set(rest)) < 5:
        raise WeakPassword(
            "This would be among the first things others try. Use words that have nothing to do with you.",
            field="password",
        )


# --- Where people go, and what they look with -----------------------------------------------------------------------


def local_path(path: str | None) -> str:
    """A path inside the society, safe to go back to: "/ballots/…". Anything else is home."""
    if not path or len(path) > 300 or not path.startswith("/") or path.startswith("//"):
        return "/home"
    if "\\" in path or ".." in path or any(ord(c) < 33 or ord(c) == 127 for c in path):
        return "/home"
    return path


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"))
_MORE_BROWSERS = (("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"))
_MORE_DEVICES = (("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))


def browser_of(user_agent: str) -> str:
    """ "Firefox, Windows": enough for a person to know their own devices, too little to follow anybody."""
    browser = next((name for mark, name in (*_BROWSERS, *_MORE_BROWSERS) if mark in user_agent), "")
    device = next((name for mark, name in (*_DEVICES, *_MORE_DEVICES) if mark in user_agent), "")
    return ", ".join(part for part in (browser, device) if part)


def search_words(*parts: str | None) -> str:
    """Names as they are searched: whole words in small letters without accents (decisions.md 43)."""
    return kept_words(*parts)


class Site(msgspec.Struct, frozen=True):
    """Where a society is found: what links in mails and on paper begin with, and the name they are signed with."""

    address: str
    society: str
    name: str

    def page(self, language: str, path: str) -> str:
        return f"{self.address}/{language}/{self.society}/{path.lstrip('/')}"


# --- What is said ---------------------------------------------------------------------------------------------------

WRONG_OFFICER_SIGN_IN = Sentence(
    "The address, the password or the code does not fit. Look at all three and type them again."
)
WRONG_PASSWORD = Sentence("This is not the password you have now. Look at it and type it again.")
WRONG_CODE = Sentence("This code does not fit. Look at it again; a code is good once and for a short time.")


def address_rests_until(changed_at: datetime | None, at: datetime, *, voting: bool) -> datetime | None:
    """When a changed address becomes a way in; None where it is one now (security.md 7.7)."""
    if changed_at is None or not voting or at >= changed_at + ADDRESS_RESTS:
        return None
    return changed_at + ADDRESS_RESTS
