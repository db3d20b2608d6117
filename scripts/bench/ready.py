"""What a voter's browser holds on the check page, made by the pages' own functions: only sending it is left to do."""

from __future__ import annotations

from uuid import UUID

import msgspec

from govern.ballots import lifecycle as ballots
from govern.ballots.pages.booth import Seat, field_of
from govern.ballots.paper.drafts import Draft, new_draft, packed
from govern.clock import now
from govern.identity.queries import find_visitor
from govern.society import Society
from govern.web.cookies import sealed
from govern.web.visitor import form_token
from scripts.bench.hall import SHORT, Hall, Voter
from scripts.bench.load import Sending


class Ready(msgspec.Struct, frozen=True):
    """A form to be sent, whose it is, and the code that its check page shows."""

    voter: Voter
    sending: Sending
    code: str


async def ready(society: Society, hall: Hall, voter: Voter, turn: int = 0) -> Ready:
    """A fresh paper of this voter, filled in and sealed. `turn` makes papers differ."""
    choices = _choices(hall, turn)
    draft = Draft(new_draft().id, {str(contest): marks for contest, marks in choices.items()})
    async with society.store.reading() as reading:
        made = await ballots.seal_paper(reading, hall.ballot_id, voter.person_id, choices, at=now())
    visitor = await find_visitor(society, voter.token, now())
    assert visitor is not None
    seat, path = Seat(visitor, hall.ballot_id), f"/ballots/{hall.ballot_id}/cast"
    fields = {
        "_csrf_token": form_token(visitor.session_secret, path),
        "envelope": field_of(society, seat, made, draft),
    }
    kept = sealed(society.key("cookies"), seat.purpose("draft"), packed(draft))
    cookies = {**voter.cookies, f"{seat.cookie}-{SHORT}": kept}
    return Ready(voter, Sending.of(f"/en/{SHORT}{path}", fields, cookies), made.code)


def _choices(hall: Hall, turn: int) -> dict[UUID, tuple[str, ...]]:
    motions = hall.contests[:2]
    choices: dict[UUID, tuple[str, ...]] = {
        contest: ("yes" if (turn + place) % 2 else "no",) for place, contest in enumerate(motions)
    }
    for election in hall.contests[2:]:
        start = turn % len(hall.candidates)
        choices[election] = tuple(map(str, (*hall.candidates[start:], *hall.candidates[:start])))
    return choices
