"""How many must be there and how many count, at any minute (invariants 24 to 30, W11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from govern.ballots.deciding import enough
from govern.ballots.rules import Rule
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables.meeting import Quorum as QuorumRow
from govern.constituencies.rulebook.rules import called
from govern.errors import WrongMoment
from govern.meetings.rules.stages import Mode
from govern.sentences import Sentence, Value


def is_here(in_at: datetime, out_at: datetime | None, at: datetime) -> bool:
    """Whether a stay covers a moment: from its first instant, up to but not at its end."""
    return in_at <= at and (out_at is None or at < out_at)


LEAST_ADJOURNED = 2


class Quorum(msgspec.Struct, frozen=True):
    """How many are needed and how many count. `missing_groups` are groups with members, of whom too few are here."""

    entitled: int
    needed: int
    here: int
    represented: int
    represented_counted: int
    missing_groups: tuple[str, ...] = ()

    @property
    def counted(self) -> int:
        return self.here + self.represented_counted

    @property
    def holds(self) -> bool:
        return self.counted >= self.needed and not self.missing_groups

    def verdict(self) -> Sentence:
        if self.holds:
            return Sentence("The meeting can decide.")
        if self.counted >= self.needed:
            return Sentence("Enough people are here, but not from every group. The meeting cannot decide yet.")
        return Sentence("There are not enough people here for the meeting to decide.")

    def words(self) -> Sentence:
        """The numbers, in sentences (W11)."""
        if self.represented:
            return Sentence(
                "{counted} count. {needed} are needed. {here} people are here; {represented} are represented, "
                "and {may} of those may count.",
                counted=self.counted,
                needed=self.needed,
                here=self.here,
                represented=self.represented,
                may=self.represented_counted,
            )
        return Sentence(
            "{counted} person counts. {needed} are needed.",
            "{counted} people count. {needed} are needed.",
            self.counted,
            counted=self.counted,
            needed=self.needed,
        )


def needed_for(row: QuorumRow, entitled: int, *, adjourned: bool = False) -> int:
    """The greater or the lesser of number and share, the share rounded up (invariant 25). A meeting put off for want
    of a quorum may need only those present, whatever group they are of, but never fewer than two (CA 2006 s318 for
    companies; invariant 29)."""
    if adjourned and row.adjourned == "those_present":
        return LEAST_ADJOURNED
    return enough(entitled, number=row.number, share=row.share, rule=row.rule)


def statutory_quorum(entitled: int) -> int:
    """Of a general meeting whose rules name no quorum: two members, or the only one (CA 2006 s318 for companies; the
    same for societies)."""
    return 1 if entitled == 1 else LEAST_ADJOURNED


def quorum(
    row: QuorumRow | None,
    roll: Mapping[str, int],
    *,
    modes: Mapping[Mode, int],
    groups: Mapping[str, int],
    represented: int = 0,
    adjourned: bool = False,
    general: bool = False,
) -> Quorum:
    """The quorum of a meeting at one moment. `roll` is how many are entitled in each group, `modes` and `groups` how
    many are here in each way and from each group. `represented` people, none of them here (invariant 27), count up to
    their share of the number needed, rounded down (26). Early votes are nobody's presence (28). Where the rules name
    no quorum, a `general` meeting needs what the law asks for, and another body one person.
    """
    entitled = sum(roll.values())
    if row is None:
        return Quorum(entitled, statutory_quorum(entitled) if general else 1, sum(modes.values()), 0, 0)
    needed = needed_for(row, entitled, adjourned=adjourned)
    here = sum(number for mode, number in modes.items() if mode.value in row.counts)
    counts_represented = "proxy" in row.counts or "peer" in row.counts
    most = needed if row.max_represented_share is None else int(row.max_represented_share * needed)
    counted = min(represented, most) if counts_represented else 0
    of_each = 0 if adjourned and row.adjourned == "those_present" else row.each_constituency
    missing = tuple(
        group for group, members in roll.items() if group and members and groups.get(group, 0) < min(of_each, members)
    )
    return Quorum(entitled, needed, here, represented, counted, missing)


def quorum_of_a_forum(number: int | None, roll: Mapping[str, int], modes: Mapping[Mode, int]) -> Quorum:
    """A forum's gathering needs so many of its members, in the room or from elsewhere. Guests, partners and observers
    are not among those who count (invariants 30 and 62); nobody is represented."""
    return Quorum(sum(roll.values()), number or 1, sum(modes.values()), 0, 0)


def check_quorum(found: Quorum) -> None:
    """Without a quorum nothing is opened and nothing decided (invariant 24). Raises `WrongMoment`."""
    if found.holds:
        return
    if found.counted >= found.needed:
        raise WrongMoment("Somebody from every group must be here. Wait for them, or put the meeting off.")
    raise WrongMoment(
        "There are not enough people here: {counted} count and {needed} are needed. "
        "Wait for more people, or put the meeting off.",
        counted=found.counted,
        needed=found.needed,
    )


def quorum_steps(book: Rulebook, body: str, found: Quorum, *, adjourned: bool = False) -> tuple[Rule, ...]:
    """How it comes to the answer, step by step, each with its rule."""
    row = book.quorum_of(body)
    if row is None:
        none = Sentence("The rules name no quorum here. {needed} are needed.", needed=found.needed)
        return (Rule(none), *_counted(book, found, None))
    clause = citation(f"quorum.{body}", book)
    return (
        *(Rule(said, clause) for said in _needed_in_words(row, found, adjourned=adjourned)),
        *_counted(book, found, clause),
    )


def _needed_in_words(row: QuorumRow, found: Quorum, *, adjourned: bool) -> list[Sentence]:
    if adjourned and row.adjourned == "those_present":
        return [
            Sentence(
                "It was put off once for want of people, so those who are here are enough, from {n} on.",
                n=LEAST_ADJOURNED,
            )
        ]
    who = (
        Sentence("{n} seat is filled.", "{n} seats are filled.", found.entitled, n=found.entitled)
        if row.of == "seats_filled"
        else Sentence("{n} person may vote.", "{n} people may vote.", found.entitled, n=found.entitled)
    )
    if row.share is None or row.rule == "number":
        return [who, Sentence("{needed} are needed, however many there are.", needed=found.needed)]
    values: dict[str, Value] = {
        "share": row.share * 100,
        "of_all": row.share * found.entitled,
        "number": row.number,
        "needed": found.needed,
    }
    if row.rule == "greater":
        return [
            who,
            Sentence(
                "{share} of 100 of that is {of_all}. The rules ask for at least {number} too: {needed} are needed.",
                **values,
            ),
        ]
    return [
        who,
        Sentence(
            "{share} of 100 of that is {of_all}. The rules ask for no more than {number}: {needed} are needed.",
            **values,
        ),
    ]


def _counted(book: Rulebook, found: Quorum, clause: Sentence | None) -> list[Rule]:
    said = [
        Sentence(
            "{here} person is here and counts.", "{here} people are here and count.", found.here, here=found.here
        )
    ]
    if found.represented:
        said.append(
            Sentence(
                "{n} person is represented, and {may} of these may count.",
                "{n} people are represented, and {may} of these may count.",
                found.represented,
                n=found.represented,
                may=found.represented_counted,
            )
        )
    said.append(Sentence("Together {counted} count, of {needed} needed.", counted=found.counted, needed=found.needed))
    for group in found.missing_groups:
        said.append(Sentence("Too few are here from this group: {group}.", group=called(book.constituency(group))))
    return [Rule(each, clause) for each in said]
