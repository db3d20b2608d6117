"""On what a peer may vote for a member: the part of the member's paper that the rules and the mandate leave them.

Invariant 50: nobody votes for others on the kinds of decision in `[peer].not_for`. A mandate may be narrower still.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from govern.ballots.rules.inputs import groups_of
from govern.constituencies.representation.rules import EVERYTHING, Carried
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotFound


def carried_contests(
    book: Rulebook, contests: Sequence[str], kinds: Mapping[str, str | None], scope: Sequence[str]
) -> tuple[str, ...]:
    """Those of a paper's contests that a peer may vote on. `kinds`: contest -> kind of resolution, None an election.

    An election is in a mandate for everything only.
    """
    kept = set(book.peer.not_for or ())
    whole = tuple(scope) == (EVERYTHING,)
    return tuple(
        contest
        for contest in contests
        if (kinds[contest] is None and whole) or (kinds[contest] not in kept and (whole or kinds[contest] in scope))
    )


def follows_positions(book: Rulebook) -> bool:
    """Whether a peer brings what each member said, and decides nothing themself."""
    return book.peer.style == "mandated_split"


def check_follows(book: Rulebook) -> None:
    """Raises NotFound where peers decide themselves: then nothing is noted, and nothing is there to confirm."""
    if not follows_positions(book):
        raise NotFound(
            "Here a peer decides themselves ({rule}). Members tell their peer what they think.",
            rule=citation("peer.style", book),
        )


def check_decides(book: Rulebook) -> None:
    """Raises NotAllowed where peers follow what members said: they fill in no paper for them."""
    if follows_positions(book):
        raise NotAllowed(
            "Here a peer brings what each member said ({rule}), and fills in no paper for them. Go back and confirm.",
            rule=citation("peer.style", book),
        )


def mandate_for(style: str, mandates: Iterable[Carried]) -> Carried | None:
    """The mandate that carries a paper: of the group in which its owner is counted, else of one they also vote in."""
    order = {group: place for place, group in enumerate(groups_of(style))}
    mine = [one for one in mandates if one.constituency in order]
    return min(mine, key=lambda one: order[one.constituency], default=None)
