"""What the manifest says of a contest: the rule from the rulebook, as canonical values that a checker can read."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Mapping
from fractions import Fraction

from govern.ballots.deciding import Colleges, Rule
from govern.ballots.rules.electing import cap_input, is_capped, upper_caps
from govern.ballots.rules.inputs import groups_of
from govern.ballots.rules.resolving import colleges_of, counts_plain_heads, is_weighted, rule_of
from govern.ballots.rules.shares import each_share
from govern.ballots.rules.stages import Method
from govern.ballots.rules.voting import PEERS
from govern.ballots.seal.canonical import Document, Plain, digest, fraction_to_text
from govern.ballots.seal.contests import MOST_RANKS, ContestKind
from govern.ballots.seal.manifest import Manifest
from govern.constituencies.boards.rules import Holder
from govern.constituencies.rulebook.book import Rulebook

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


def resolution_params(
    book: Rulebook,
    kind: str,
    *,
    voters: Collection[str],
    roll: Mapping[str, int],
    in_a_meeting: bool,
    confirms: bool = False,
) -> Document:
    """The rule of one kind of resolution, resolved: whoever counts again needs no rulebook beside it.

    `roll` counts people by style, `voters` are the groups that have this vote; the other groups are barred from it.
    """
    weighted = is_weighted(book, kind, confirms=confirms)
    rule = rule_of(book, kind, roll=people_of(roll, voters), in_a_meeting=in_a_meeting, confirms=confirms)
    ceilings = {} if weighted or counts_plain_heads(book, kind) else book.ceilings()
    weights = {group.id: book.weights().get(group.id, Fraction(0)) for group in book.voting_constituencies()}
    groups: list[Plain] = [
        {
            "id": group,
            "barred": group not in voters,
            **({"weight": fraction_to_text(weight)} if weighted else {}),
            **({"ceiling": fraction_to_text(ceilings[group])} if group in ceilings else {}),
        }
        for group, weight in weights.items()
    ]
    colleges: Document = {"colleges": _colleges(colleges_of(book))} if weighted else {}
    return colleges | {
        "rule": _rule(rule),
        "groups": groups,
        "classes": any(len(groups_of(style)) > 1 for style in roll),
        "cap_basis": book.voting.cap_basis,
    }


def people_of(roll: Mapping[str, int], voters: Collection[str]) -> int:
    """How many are on the roll in groups that have this vote; everybody is counted once, in their first group."""
    return sum(people for style, people in roll.items() if groups_of(style)[0] in voters)


def _rule(rule: Rule) -> Document:
    document: Document = {
        "op": rule.threshold.op.value,
        "of": fraction_to_text(rule.threshold.of),
        "base": rule.threshold.base.value,
        "basis": rule.basis.value,
        "abstentions": rule.abstentions.value,
        "tie": rule.tie.value,
    }
    if rule.each_class is not None:
        document["each_class"] = {"op": rule.each_class.op.value, "of": fraction_to_text(rule.each_class.of)}
    if rule.turnout is not None:
        turnout, least = rule.turnout, rule.turnout.least
        document["turnout"] = {
            "op": turnout.op.value,
            "of": fraction_to_text(turnout.of),
            "blank_counts": turnout.blank_counts,
            **({} if least is None else {"least": least}),
        }
    return document


def _colleges(colleges: Colleges) -> Document:
    ceiling = colleges.ceiling
    return {
        "result": colleges.result.value,
        "vacant": colleges.vacant.value,
        "silent": colleges.silent.value,
        **({} if ceiling is None else {"ceiling": fraction_to_text(ceiling)}),
    }


def election_params(
    book: Rulebook, *, body: str, constituency: str, standing: Mapping[str, Holder], commitment: bytes | None
) -> Document:
    """The way an election is counted. `standing`: option id -> who that is, by which limits count them.

    A limit on each organisation (`per`) is a limit for each whose people stand here, by the id that a count gives it.
    """
    caps = [] if body == PEERS else _caps(book, body, standing)
    return {
        "body": body,
        "constituency": constituency,
        "lots_commitment": commitment.hex() if commitment is not None else "",
        "caps": caps,
    }


def _caps(book: Rulebook, body: str, standing: Mapping[str, Holder]) -> list[Plain]:
    places = book.body(body).seats
    found: list[tuple[str, int, tuple[str, ...]]] = []
    for cap in upper_caps(book, body):
        if cap.per is None:
            counted = tuple(
                option
                for option, one in standing.items()
                if any(is_capped(cap, tuple(one.attributes), group) for group in one.groups)
            )
            found.append((cap.id, cap_input(book, body, cap, 0).limit, counted))
    for limit, options in each_share(book, body, standing):
        found.append((limit.id, limit.limit, options))
    return [{"id": i, "limit": limit, "places": places, "options": list(options)} for i, limit, options in found]


def committed_lots(manifest: Manifest) -> bytes | None:
    """What the manifest commits the lots of its elections to (invariant 53), or None where nobody is elected."""
    for contest in manifest.contests:
        if commitment := contest.rule_params.get("lots_commitment"):
            return bytes.fromhex(str(commitment))
    return None
