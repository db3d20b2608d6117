"""What goes into a count: the frozen roll, the opened slips, the caps as they stood. Nothing else is looked at.

The same inputs give the same outcome, on any day and on any machine; they are kept with the count and hashed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import msgspec

from govern.ballots.rules.stages import ContestKind, Method
from govern.ballots.seal.canonical import digest

Name = Callable[[str], str]
"""A group's name in the language of the outcome."""


class Runner(msgspec.Struct, frozen=True, kw_only=True):
    """One who stands, as the count takes it. Ids are text; `capped_by` are the caps and quotas that count them."""

    id: str
    person: str
    name: str
    constituency: str
    attributes: tuple[str, ...]
    capped_by: tuple[str, ...]
    withdrawn: bool


class CapInput(msgspec.Struct, frozen=True):
    """A cap on a body: at most `limit` of its `places`; `held` are filled by people who go on sitting."""

    id: str
    what: str
    limit: int
    places: int
    held: int


class QuotaInput(msgspec.Struct, frozen=True):
    """A quota that refuses: at least `least` of a body's `places`; `held` are filled by people who go on sitting.

    `elsewhere` are the free seats of the body's other rows that such people could take, by row.
    """

    id: str
    least: int
    places: int
    held: int
    elsewhere: dict[str, int]


class OptionInput(msgspec.Struct, frozen=True):
    """One thing to choose, with its names by language."""

    id: str
    titles: dict[str, str]


class Slips(msgspec.Struct, frozen=True):
    """Opened slips of one contest and style: each choice with how many made it; and the spoilt ones."""

    style: str
    choices: tuple[tuple[tuple[str, ...], int], ...]
    spoilt: int

    @property
    def number(self) -> int:
        return self.spoilt + sum(times for _, times in self.choices)

    def of(self, *marks: str) -> int:
        return sum(times for choice, times in self.choices if choice == marks)


class ContestInput(msgspec.Struct, frozen=True, kw_only=True):
    """One contest: what was asked by which rule, and its slips by style. Contests stand in the order of the paper.

    `confirms`: this is the second meeting's vote on what was decided before, which needs
    what the rules say of that. `chair` is the side of the chair's casting vote, if it was used. `options` are the
    things to choose from, in the order of the paper; `weight` what the choice does. `slack`: the places held under
    limits of one organisation, team or row that cannot bind here, by the limit's id.
    """

    id: str
    kind: ContestKind
    voters: tuple[str, ...]
    slips: tuple[Slips, ...]
    resolution_kind: str = ""
    confirms: bool = False
    chair: str = ""
    method: Method | None = None
    body: str = ""
    constituency: str = ""
    seats: int = 0
    runners: tuple[Runner, ...] = ()
    caps: tuple[CapInput, ...] = ()
    quotas: tuple[QuotaInput, ...] = ()
    uncontested: bool = False
    serves_from: date | None = None
    serves_until: date | None = None
    options: tuple[OptionInput, ...] = ()
    weight: str = ""
    slack: dict[str, int] = {}


class MeetingFacts(msgspec.Struct, frozen=True):
    """What the meeting hands down: whether it was quorate, with how many counted of how many required, and how many
    of each group were present."""

    quorate: bool
    counted: int
    required: int
    present: dict[str, int] = {}


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one count. `roll` and `voted` count people by style; `set_aside` envelopes that do not count.

    `ways`: how many of the votes that count came otherwise than by their owner's own envelope, by channel.
    `floors`: style -> with fewer slips than this it would tell how somebody voted; `accepted`: the styles of which it
    was decided before the vote that they vote all the same. Counts of before decision 36 say neither.
    `seed` (hexadecimal) decides lots; `order` is the order in which contests are counted.
    """

    ballot: str
    manifest_hash: str
    log_size: int
    log_root: str
    roll: dict[str, int]
    voted: dict[str, int]
    set_aside: int
    contests: tuple[ContestInput, ...]
    order: tuple[str, ...]
    seed: str = ""
    of_a_meeting: bool = False
    quorate: bool | None = None
    counted: int = 0
    required: int = 0
    present: dict[str, int] = {}
    ways: dict[str, int] = {}
    floors: dict[str, int] = {}
    accepted: tuple[str, ...] = ()

    def to_text(self) -> str:
        """One text for one set of inputs: JSON with sorted names. Without what is not there: `ways`, `floors`, …"""
        facts = msgspec.to_builtins(self)
        for name in ("ways", "floors", "accepted"):
            if not facts[name]:
                del facts[name]
        for contest in facts["contests"]:
            if not contest["options"]:
                del contest["options"], contest["weight"]
            if not contest["slack"]:
                del contest["slack"]
        return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Inputs:
        return msgspec.json.decode(text.encode(), type=cls)

    def hash(self) -> bytes:
        return digest("count-inputs", self.to_text().encode())


def groups_of(style: str) -> tuple[str, ...]:
    """The groups in which a paper of this style counts; the first is where its owner is counted as a head."""
    return tuple(style.split("+"))
