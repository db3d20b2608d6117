"""What the manifest says of a contest: the rule from the rulebook, as canonical values that a checker can read."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

import msgspec

from govern.ballots.rules.stages import Method
from govern.ballots.seal.canonical import Document, Plain, digest, fraction_to_text
from govern.ballots.seal.contests import MOST_RANKS, ContestKind
from govern.ballots.seal.manifest import Manifest
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Cap

Words = dict[str, str]


def text_hash(*texts: object) -> bytes:
    """The hash of a wording in all its languages and formats: over its JSON with sorted names, in UTF-8."""
    kept = json.dumps(texts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return digest("text", kept.encode())


def one_line(text: str) -> str:
    """A text as a canonical document may hold it: NFC, no line ends, no control characters."""
    calm = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", calm).split())


def slip_kind(method: Method | None) -> ContestKind:
    """How choices are written on a slip."""
    if method is None:
        return ContestKind.RESOLUTION
    return ContestKind.RANKING if method is Method.STV else ContestKind.SET


def at_most(method: Method | None, seats: int, candidates: int) -> int:
    """How many a voter may mark: one answer; all candidates in order; as many as places; or as many as they like."""
    if method is None:
        return 1
    if method is Method.STV:
        return min(candidates, MOST_RANKS)
    return min(seats, candidates) if method is Method.BLOCK_VOTE else candidates


def resolution_params(book: Rulebook, kind: str, *, confirms: bool = False) -> Document:
    """The rule of one kind of resolution with the counting rules around it; of a second meeting it says so."""
    voting = book.voting
    second: Document = {"confirms": True} if confirms else {}
    return second | {
        "resolution": _plain(msgspec.to_builtins(book.resolution(kind), enc_hook=_written)),
        "basis": book.basis_of(kind),
        "weights": {group: fraction_to_text(weight) for group, weight in book.weights().items()},
        "ceilings": {group: fraction_to_text(ceiling) for group, ceiling in book.ceilings().items()},
        "college_result": voting.college_result or "",
        "vacant_college": voting.vacant_college or "",
        "silent_college": voting.silent_college or "",
        "weight_ceiling": fraction_to_text(voting.weight_ceiling) if voting.weight_ceiling is not None else "",
        "abstentions": voting.abstentions,
        "tie": voting.tie,
        "cap_basis": voting.cap_basis,
    }


def election_params(
    book: Rulebook,
    *,
    body: str,
    constituency: str,
    capped: dict[str, tuple[str, ...]],
    commitment: bytes | None,
    shares: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType({}),
) -> Document:
    """The way an election is counted. `capped`: cap -> the option ids of those who count under it; `shares`: for a
    cap that counts each organisation by itself, which of them count together."""
    caps = [cap for cap in book.caps_on(body) if cap.id in capped]
    return {
        "body": body,
        "constituency": constituency,
        "tie": book.elections.tie,
        "lots_commitment": commitment.hex() if commitment is not None else "",
        "caps": [_cap_params(cap, capped[cap.id], book.body(body).seats, shares.get(cap.id)) for cap in caps],
    }


def committed_lots(manifest: Manifest) -> bytes | None:
    """What the manifest commits the lots of its elections to (invariant 53), or None where nobody is elected."""
    for contest in manifest.contests:
        if commitment := contest.rule_params.get("lots_commitment"):
            return bytes.fromhex(str(commitment))
    return None


def _cap_params(
    cap: Cap, options: tuple[str, ...], places: int, shares: tuple[tuple[str, ...], ...] | None
) -> Document:
    together: Document = {} if shares is None else {"shares": [list(options) for options in shares]}
    return together | {
        "cap": _plain(msgspec.to_builtins(cap, enc_hook=_written)),
        "places": places,
        "options": list(options),
    }


def _written(value: object) -> str:
    if isinstance(value, Fraction):
        return fraction_to_text(value)
    raise NotImplementedError  # msgspec's own signal that a hook does not know a type: it makes the TypeError


def _plain(value: object) -> Plain:
    """Canonical values: what is None is left out, since there is no null."""
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items() if part is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, (bool, int, str)):
        return one_line(value) if isinstance(value, str) else value
    raise TypeError(type(value).__name__)
