"""What identity decides about passkeys: where they can be used, how long a question to one stands, which may go.

Sources: W3C Web Authentication level 3 (sections 5.4, 7.1, 7.2); security.md 7.1; ADR 35. Pure.
"""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence

#: How long a question to a passkey stands; the same is told to the browser.
CHALLENGE_LIFE = timedelta(minutes=5)
MOST_PASSKEYS = 10
LONGEST_PASSKEY_NAME = 60


class Purpose(StrEnum):
    """What a passkey is asked for. An answer to one is no answer to another."""

    ADD = "add"
    SIGN_IN = "sign_in"
    STEP_UP = "step_up"


class RelyingParty(msgspec.Struct, frozen=True):
    """Whose passkeys they are: `id` is the host people type, `origin` the same with its scheme and port."""

    id: str
    origin: str


def relying_party(address: str) -> RelyingParty | None:
    """The relying party of the address people type, or None where browsers know no passkeys.

    They need a name, no number (Web Authentication 5.1.2), and TLS; `localhost` is trusted without.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    if not host or is_number(host) or not (parts.scheme == "https" or local):
        return None
    port = None if parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme)) else parts.port
    return RelyingParty(host, f"{parts.scheme}://{host}" + (f":{port}" if port else ""))


def is_number(host: str) -> bool:
    """Whether a host is an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class NotAPasskey(NotValid):
    """What a browser sent is no answer of a passkey that we take."""


class ChallengeGone(WrongMoment):
    """A passkey answered a question that is too old, was answered before, or was asked of somebody else."""


def refuse_challenge() -> ChallengeGone:
    return ChallengeGone(
        "This page was open for too long, or its question to your passkey was answered already. "
        "Press the button again.",
        field="passkey",
    )


def went_back(kept: int, shown: int) -> bool:
    """Whether a counter of uses did not grow, so that a copy of the key may be about (Web Authentication 6.1.1).

    Many passkeys do not count and always say 0.
    """
    return (kept > 0 or shown > 0) and shown <= kept


def check_passkey_name(name: str) -> str:
    """The name as it is kept. Raises `NotValid`."""
    plain = " ".join(name.split())
    if not plain:
        raise NotValid("Give the passkey a name, so that you know it again.", field="name")
    if len(plain) > LONGEST_PASSKEY_NAME:
        raise NotValid("Use {most} characters at most.", field="name", most=LONGEST_PASSKEY_NAME)
    return plain


def check_room_for_one_more(there: int) -> None:
    if there >= MOST_PASSKEYS:
        raise NotAllowed(
            "You have {most} passkeys, and more are not possible. Remove one that you do not use, then add this one.",
            field="passkey",
            most=MOST_PASSKEYS,
        )


def check_not_known(known: bool) -> None:
    if known:
        raise AlreadyDone("This passkey is here already. Use another device or key.", field="passkey")


def may_remove_passkey(*, others: int, has_authenticator: bool) -> None:
    """An officer signs in with a password and a second step; the last second step stays."""
    if not others and not has_authenticator:
        raise WrongMoment(
            "This is your only second step, so you could not sign in without it. Set up an authenticator first."
        )


WRONG_PASSKEY = Sentence("This passkey does not fit. Use another one that you added here, or type the code.")
WRONG_OFFICER_PASSKEY = Sentence(
    "The address, the password or the passkey does not fit. Try again, or type the code of your authenticator."
)
NOT_A_PASSKEY = Sentence("We cannot use this passkey. Try again, or use another device or key.")
PASSKEY_WENT_BACK = Sentence(
    "This passkey has counted fewer uses than we have, so there may be a copy of it. It was refused. "
    "Type the code of your authenticator, remove this passkey, and tell another officer."
)
