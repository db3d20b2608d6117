"""A vote in the room without papers: a show of hands counted by two tellers, or open, by name (decision 18)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from fractions import Fraction

import msgspec

from govern.ballots.deciding import CapBasis, Group, Question
from govern.ballots.rules import ResolutionOutcome, voters_on
from govern.ballots.rules.resolving import colleges_of, counts_plain_heads, is_weighted, outcome_from, rule_of
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence

#: One count for everybody, where the rules look at no group.
EVERYBODY = "everybody"


class Manner(StrEnum):
    """How a vote without papers is taken."""

    HANDS = "hands"
    OPEN = "open"


class Voice(StrEnum):
    """What somebody says in an open vote."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


class Hands(msgspec.Struct, frozen=True):
    """Hands of one group: for, against, neither."""

    for_: int
    against: int
    neither: int

    @property
    def sum(self) -> int:
        return self.for_ + self.against + self.neither


Counts = Mapping[str, Hands]


def counted_by(book: Rulebook, kind: str) -> tuple[str, ...]:
    """The rows a count has: each group that votes where the rules look at groups, else everybody together."""
    looks_at_groups = (
        is_weighted(book, kind, formal_ballot=False)
        or book.resolution(kind).each_class is not None
        or (bool(book.ceilings()) and not counts_plain_heads(book, kind))
    )
    return voters_on(book, kind) if looks_at_groups else (EVERYBODY,)


def may_vote(book: Rulebook, kind: str, present: Mapping[str, int]) -> dict[str, int]:
    """How many of those present may vote, by the rows of the count."""
    voting = {group: present.get(group, 0) for group in voters_on(book, kind)}
    rows = counted_by(book, kind)
    return {EVERYBODY: sum(voting.values())} if rows == (EVERYBODY,) else voting


def check_hands(counts: Counts, may: Mapping[str, int], name: Callable[[str], str]) -> None:
    """Never more hands than people present who may vote. Raises `NotValid`."""
    for row, hands in counts.items():
        if hands.sum > may.get(row, 0):
            if row == EVERYBODY:
                raise NotValid(
                    "You counted {hands} hands, and {may} people here may vote. Count again.",
                    field=f"for_{row}",
                    hands=hands.sum,
                    may=may.get(row, 0),
                )
            raise NotValid(
                "{group}: you counted {hands} hands, and {may} of this group are here. Count again.",
                field=f"for_{row}",
                group=name(row),
                hands=hands.sum,
                may=may.get(row, 0),
            )


def check_tellers(
    tellers: Collection[object], candidates: Collection[object], tied: Collection[tuple[object, object]] = ()
) -> None:
    """Two tellers, neither of whom stands in an election of this meeting or is of the house or family of somebody who
    does (invariant 59). Raises `NotValid`."""
    if len(set(tellers)) < 2:
        raise NotValid("One teller alone cannot count. Choose two different tellers.", field="teller_two")
    if set(tellers) & set(candidates):
        raise NotValid(
            "A teller cannot stand in an election of the same meeting. Choose somebody else.", field="teller_one"
        )
    if any({one, other} & set(tellers) and {one, other} & set(candidates) for one, other in tied):
        raise NotValid(
            "Somebody of a teller's household or family stands in an election of the same meeting. "
            "Choose somebody else.",
            field="teller_one",
        )


def check_is_teller(person: object, tellers: Collection[object]) -> None:
    if person not in tellers:
        raise NotAllowed("The two tellers of this vote enter the count. Ask the chair who they are.")


def check_unsettled(*, settled: bool, on_a_ballot: bool, voted: bool) -> None:
    """One vote on one item (a poll that is demanded stands in the place of hands). Raises `WrongMoment` or
    `AlreadyDone`."""
    if settled:
        raise WrongMoment("This item is settled already, so there is no further vote on it.")
    if on_a_ballot:
        raise AlreadyDone("This item is decided by a ballot with papers. Look at that vote.")
    if voted:
        raise AlreadyDone("A vote on this item is under way or was taken. Look at that vote.")


def question_of(
    book: Rulebook,
    kind: str,
    counts: Counts,
    *,
    roll: Mapping[str, int],
    present: Mapping[str, int],
    name: Callable[[str], str],
) -> Question:
    """The vote put as a question to the same `deciding` as every other. No papers: so not the weights of a poll."""
    rows = counted_by(book, kind)
    voting = voters_on(book, kind)
    weighted = is_weighted(book, kind, formal_ballot=False)
    ceilings = {} if weighted or counts_plain_heads(book, kind) else book.ceilings()
    all_groups = [group.id for group in book.voting_constituencies()]

    def group(row: str) -> Group:
        hands = counts.get(row, Hands(0, 0, 0))
        members = voting if row == EVERYBODY else (row,)
        return Group(
            id=row,
            name=name(row),
            entitled=max(sum(roll.get(one, 0) for one in members), hands.sum),
            for_=hands.for_,
            against=hands.against,
            blank=hands.neither,
            weight=book.weights().get(row, Fraction(0)) if weighted else None,
            ceiling=ceilings.get(row),
            barred=row != EVERYBODY and row not in voting,
            present=sum(present.get(one, 0) for one in members),
        )

    shown = rows if rows == (EVERYBODY,) else tuple(all_groups)
    groups = tuple(group(row) for row in shown)
    return Question(
        rule=rule_of(
            book,
            kind,
            roll=sum(one.entitled for one in groups if not one.barred),
            in_a_meeting=True,
            formal_ballot=False,
        ),
        groups=groups,
        colleges=colleges_of(book) if weighted else None,
        cap_basis=CapBasis(book.voting.cap_basis),
        invented=True,  # an open vote and a count of hands are nobody's secret: no split is kept back
    )


def outcome_of(book: Rulebook, kind: str, question: Question) -> ResolutionOutcome:
    return outcome_from(book, kind, question, spoilt={}, formal_ballot=False)


def counts_of(voices: Mapping[str, tuple[str, Voice]], rows: Collection[str]) -> dict[str, Hands]:
    """An open vote as a count: who -> (group, what they said)."""
    found: dict[str, Hands] = {}
    for row in rows:
        said = [voice for group, voice in voices.values() if row in (EVERYBODY, group)]
        found[row] = Hands(
            sum(voice is Voice.FOR for voice in said),
            sum(voice is Voice.AGAINST for voice in said),
            sum(voice is Voice.NEITHER for voice in said),
        )
    return found


def check_asked(askers: int, least: int, *, chair: bool, rule: Sentence) -> None:
    """A poll is taken when the chair or enough members ask for it. Raises `NotValid`."""
    if chair or askers >= least:
        return
    raise NotValid(
        Sentence(
            "{n} member is needed to ask for a vote with papers, or the chair ({rule}). Add who asks.",
            "{n} members are needed to ask for a vote with papers, or the chair ({rule}). Add who asks.",
            least,
            n=least,
            rule=rule,
        ),
        field="askers",
    )
