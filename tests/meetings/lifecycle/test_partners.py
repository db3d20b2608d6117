"""A partner sits on a board without a vote: in attendance, in neither quorum nor count (M40, invariant 30)."""

from __future__ import annotations

from datetime import timedelta

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards.rules import HowFilled
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.meetings.lifecycle.meeting import _standing, roll_of
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind
from tests.meetings.scene import AT, JOINED


async def test_invariant_30_a_partner_without_a_vote_counts_neither_for_the_quorum_nor_in_the_roll(
    store: Store,
) -> None:
    text = example("worker_led").replace(
        'constituency = "none"\ncount = 1                                      # A: independent chair appointed by'
        ' the board\nmethod = "appointed"',
        'constituency = "none"\ncount = 1\nmethod = "appointed"\nseat_vote = false',
    )
    async with store.writing() as writing:
        await rulebook.adopt(writing, text, by=None, at=AT)
        ann = await register.enter(writing, NewPerson(name="Ann"), "worker", JOINED, "Founding", by=None, at=AT)
        (partner,) = await identity.add_people(writing, [NewPerson(name="Councillor")], by=None, at=AT)
        await boards.seat(writing, "board", "worker", ann, AT.date(), by=None, at=AT)
        await boards.seat(
            writing,
            "board",
            "none",
            partner,
            AT.date(),
            how_filled=HowFilled.NOMINATED,
            particulars=boards.Particulars(nominated_by="Gwynedd Council"),
            by=None,
            at=AT,
        )
        meeting = Meeting(kind=MeetingKind.BOARD, body="board", starts_at=AT + timedelta(days=1), roll=None)
        assert await roll_of(writing, meeting, AT) == {"": 1}
        assert await _standing(writing, meeting, ann) == ("worker", True)
        assert await _standing(writing, meeting, partner) == ("none", False)
