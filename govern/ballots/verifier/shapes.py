"""What every document of a bundle holds: its names and the kind of each. Anything more or less is refused.

MIT licence; standard library only. A shape is a mapping of names; a name that ends in `?` may be left out. A list of
one shape stands for a list of such, `ANY` in the place of a name for names that are free.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from govern.ballots.verifier.reading import Doc, Plain, Refusal, fraction, unspelled

Shape = str | dict[str, "Shape"] | list["Shape"]

ANY = "*"
MOMENT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
CHANNELS = ("room", "direct", "paper", "proxy_directed", "proxy_free", "peer")
APPOINTED = ("proxy_directed", "proxy_free", "peer")
HANDLE = re.compile(r"[a-z2-7]{16}")

FLOOR: Shape = {
    "id": "label",
    "least": "few",
    "held": "few",
    "places": "few",
    "options": ["text"],
    "elsewhere": {ANY: "few"},
}
MANIFEST: Shape = {
    "v": "count",
    "ballot_id": "name",
    "society": "text",
    "title": "text",
    "contests": [
        {
            "id": "name",
            "kind": "resolution|ranking|set",
            "text_hash": "hash",
            "options": [
                {"id": "name", "text_hash": "hash", "photograph?": {"sha256": "hash", "shows": {ANY: "text"}}}
            ],
            "at_most": "count",
            "seats": "count",
            "rule_id": "name",
            "rule_params": "free",
            "allow_abstain": "flag",
        }
    ],
    "styles": [{"id": "name", "constituencies": ["text"], "weight": "fraction", "contests": ["text"]}],
    "roll_hash": "hash",
    "roll_size": "count",
    "opens": "moment",
    "closes": "moment",
    "level": "everyday|agm|contested",
    "sealing": "slips",
    "precedence": ["channel"],
    "early_vote_if_attending": "discount|keep",
    "privacy_floor": "count",
    "trackers": "flag",
    "election_key": "hash",
    "feldman": ["hash"],
    "trustees": [{"i": "count", "name": "text", "sign_pk": "hash", "X_i": "hash"}],
    "k": "count",
    "mixers": [{"name": "text", "pk": "hash"}],
    "witnesses": [{"name": "text", "pk": "hash"}],
    "k_w": "count",
    "log_origin": "text",
    "log_pk": "hash",
    "tellers": [{"name": "text", "pk": "hash"}],
    "verifier_sha256?": "hash",
}
ROLL: Shape = [{"handle": "handle", "style": "name", "units": "count"}]
LEAVES: dict[str, dict[str, Shape]] = {
    "open": {"manifest_hash": "hash"},
    "appoint": {
        "handle": "handle",
        "channel": "proxy_directed|proxy_free|peer",
        "holder_hash": "hash",
        "contests?": ["text"],
    },
    "revoke": {"authority": "count"},
    "envelope": {
        "sealed": {
            "manifest_hash": "hash",
            "style": "name",
            "ticket": "hash",
            "slips": [{"contest": "name", "box": "box"}],
        },
        "handle": "handle",
        "nonce": "nonce",
        "channel": "room|direct|proxy_directed|proxy_free|peer",
        "authority?": "count",
    },
    "test": {"sealed_hash": "hash", "slips": ["hash"]},
    "paper-in": {"handle": "handle", "batch": "name"},
    "arrive": {"handle": "handle"},
    "leave": {"handle": "handle"},
    "taken": {},
    "strike": {"handle": "handle", "reason": "label", "officers": ["text"]},
    "incident": {"text_hash": "hash"},
    "epoch": {"prev_head": {"size": "count", "root": "hash"}, "officers": ["text"]},
    "close": {},
    "paper-batch": {
        "batch": "name",
        "style": "name",
        "papers": "count",
        "missing": "count",
        "slips": [{"contest": "name", "slips": ["thirty"], "spoilt": "count"}],
        "tellers": ["text"],
    },
    "facts": {"facts_hash": "hash"},
    "casting-vote": {"contest": "name", "side": "for|against"},
    "withdrawn": {"reason": "label"},
}
HEADS: Shape = {"heads": ["bytes"]}
COUNTED: Shape = {
    "counted": [{"index": "count", "handle": "handle", "channel": "channel", "authority?": "count"}],
    "displaced": [
        {
            "index": "count",
            "handle": "handle",
            "channel": "channel",
            "why": "late|struck|ended|attending|outranked|replaced",
            "by": "count",
        }
    ],
}
POINTS = ("t1", "t2", "t3", "t4_b", "t4_a")
SCALARS = ("s1", "s2", "s3", "s4")
MIX: Shape = {
    "contest": "name",
    "style": "name",
    "stage": "count",
    "mixer": "text",
    **dict.fromkeys(("outputs", "c", "c_hat", "t_hat", "s_hat", "s_prime"), "bytes"),
    **dict.fromkeys(POINTS + SCALARS, "hash"),
    "signature": "signature",
}
PARTIAL: Shape = {
    "contest": "name",
    "style": "name",
    "trustee": "count",
    "shares": "bytes",
    "challenge": "hash",
    "answer": "hash",
    "signature": "signature",
}
SLIPS: Shape = {"slips": [{"contest": "name", "style": "name", "slips": ["thirty"], "unreadable": ["hash"]}]}
FACTS: Shape = {
    "seed?": "hash",
    "order": ["text"],
    "quorum?": {"of": "meeting|ballot", "counted?": "few", "required": "few", "quorate?": "flag"},
    "contests": [
        {
            "contest": "name",
            "present": {ANY: "few"},
            "withdrawn": ["text"],
            "caps": [{"id": "label", "held": "few"}],
            "floors": [FLOOR],
        }
    ],
}
RESULT: Shape = {
    "ballot_id": "name",
    "manifest_hash": "hash",
    "log_size": "count",
    "log_root": "hash",
    "roll": {ANY: "count"},
    "voted": {ANY: "count"},
    "ways": {ANY: "count"},
    "quorate": "flag",
    "contests": "free",
}
CHECKSUMS: Shape = {"files": [{"path": "text", "sha256": "hash"}]}
RECEIPT: Shape = {"envelope": "free", "index": "count", "checkpoint": "bytes", "proof": ["hash"]}

#: how large a number may be, and how long a text
MOST = {"count": 2**53 - 1, "few": 1_000_000}
LETTERS = {"text": 2000, "label": 200, "name": 64}
LENGTHS = {"hash": 32, "box": 128, "nonce": 16, "thirty": 30, "signature": 64}


def fit(value: Plain, shape: Shape, where: str) -> None:
    """Refuses a document that does not have just the names and kinds of its shape."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            raise Refusal(f"{where} is not a list")
        for item in value:
            fit(item, shape[0], where)
    elif isinstance(shape, dict):
        _names(Doc(value), shape, where)
    else:
        _single(value, shape, where)


def _names(doc: Doc, shape: dict[str, Shape], where: str) -> None:
    if ANY in shape:
        for name, value in doc.plain.items():
            fit(value, shape[ANY], f"{where}.{name[:40]}")
        return
    known = {name.rstrip("?") for name in shape}
    if strange := sorted(set(doc.plain) - known):
        raise Refusal(f"{where} has a name that it may not have: {strange[0][:40]!r}")
    for name, inner in shape.items():
        plain_name = name.rstrip("?")
        if plain_name in doc.plain:
            fit(doc.plain[plain_name], inner, f"{where}.{plain_name}")
        elif not name.endswith("?"):
            raise Refusal(f"{where} lacks {plain_name}")


def _single(value: Plain, kind: str, where: str) -> None:
    if kind == "free":
        return
    if kind == "flag":
        good = isinstance(value, bool)
    elif kind in MOST:
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST[kind]
    else:
        good = isinstance(value, str) and _is(value, kind)
    if not good:
        raise Refusal(f"{where} is not of its kind")


def _is(text: str, kind: str) -> bool:
    if kind in LETTERS:
        return 1 <= len(text) <= LETTERS[kind]
    if kind in LENGTHS:
        return len(unspelled(text)) == LENGTHS[kind]
    simple: dict[str, Callable[[str], bool]] = {
        "bytes": lambda t: len(unspelled(t)) >= 0,
        "fraction": lambda t: fraction(t) >= 0,
        "moment": _moment,
        "handle": lambda t: HANDLE.fullmatch(t) is not None,
        "channel": lambda t: t in CHANNELS,
    }
    return simple[kind](text) if kind in simple else text in kind.split("|")


def _moment(text: str) -> bool:
    """A second of UTC that there is."""
    try:
        return MOMENT.fullmatch(text) is not None and bool(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"))
    except ValueError:
        return False


def leaf(value: Plain) -> Doc:
    """A leaf of the log, of a kind that there is."""
    doc = Doc(value)
    kind = doc.text("kind")
    if kind not in LEAVES:
        raise Refusal(f"there is no leaf of the kind {kind[:40]!r}")
    fit(value, {"kind": "text", **LEAVES[kind]}, kind)
    if kind == "envelope" and doc.has("authority") != (doc.text("channel") in APPOINTED):
        raise Refusal("an envelope names an appointment just where its channel needs one")
    return doc
