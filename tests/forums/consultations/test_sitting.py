"""Somebody is asked: assent first, what they did, stop at any moment, and who may lead (invariants 72, 73 and 76)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle import Presence
from govern.forums.consultations.models import CareLink, ConsultationPresent, ConsultationSitting, PresentAs
from govern.forums.consultations.rules import Assent, Heard, Place
from tests.forums.consultations.asking_people import DAY, now, reading_row, sat, sitting_row, stands, was_read
from tests.forums.consultations.conftest import Swimming

DECLINED = {"assent": Assent.DECLINED, "assent_how": "Turned away", "picked": "", "did": "", "meant": ""}


async def test_a_sitting_says_all_that_was_seen(swimming: Swimming) -> None:
    """Invariant 73: way, who was there, what was done, what it was taken to mean and by whom."""
    gwen, *_ = swimming.people
    there = (Presence(PresentAs.SUPPORTER, swimming.person("Bo Parry")), Presence(PresentAs.INTERPRETER, name="Nia"))
    row = await sitting_row(swimming, await sat(swimming, gwen, present=there))
    assert (row.picked, row.did, row.meant) == (
        str(swimming.thursday),
        "Pointed at Thursday, twice",
        "Wants Thursday",
    )
    assert row.read_by == row.led_by == swimming.person("Mair Elis")
    assert row.shown_order == f"{swimming.tuesday},{swimming.thursday}"
    assert row.ended_at is not None
    assert (await stands(swimming, gwen)).heard is Heard.IN_SESSION
    async with swimming.store.reading() as reading:
        rows = list(await reading.scalars(select(ConsultationPresent).order_by(ConsultationPresent.number)))
    assert [(one.present_as, one.name) for one in rows] == [
        (PresentAs.SUPPORTER, ""),
        (PresentAs.INTERPRETER, "Nia"),
    ]


async def test_a_sitting_that_was_sent_twice_is_one(swimming: Swimming) -> None:
    gwen, sent = swimming.people[0], uuid4()
    assert await sat(swimming, gwen, sent_id=sent) == await sat(swimming, gwen, sent_id=sent, did="Sent once more")
    async with swimming.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(ConsultationSitting)) == 1


async def test_what_somebody_did_after_they_declined_is_not_kept(swimming: Swimming) -> None:
    """Invariant 72: without assent the row has nothing else."""
    gwen, *_ = swimming.people
    row = await sitting_row(swimming, await sat(swimming, gwen, assent=Assent.DECLINED))
    assert (row.picked, row.placed, row.did, row.meant, row.shown_order) == ("",) * 5
    assert (await stands(swimming, gwen)).heard is Heard.DECLINED
    with pytest.raises(WrongMoment):
        await was_read(swimming, gwen)


async def test_nothing_is_asked_before_it_is_known_how_assent_was_shown(swimming: Swimming) -> None:
    """Invariant 72."""
    with pytest.raises(NotValid) as refused:
        await sat(swimming, swimming.people[0], assent_how=" ")
    assert refused.value.field == "assent_how"


async def test_a_stop_wipes_what_was_picked_and_what_was_made_of_it(swimming: Swimming) -> None:
    """Invariant 72, K4 of W14: turned away, covered face."""
    person = swimming.people[3]
    row = await sitting_row(
        swimming,
        await sat(
            *(swimming, person),
            placed={swimming.thursday: Place.GOOD},
            stopped_at=now(swimming),
            stopped_how="Turned away, covered face",
        ),
    )
    assert (row.picked, row.placed, row.meant, row.read_by, row.given_by) == ("", "", "", None, None)
    assert (await stands(swimming, person)).heard is Heard.STOPPED
    with pytest.raises(WrongMoment):
        await was_read(swimming, person)


async def test_a_stop_takes_back_what_was_read_before(swimming: Swimming) -> None:
    """Invariant 72: dissent keeps no position, not even one of an earlier sitting."""
    gwen, *_ = swimming.people
    await sat(swimming, gwen)
    await was_read(swimming, gwen, doubts="Was tired")
    await sat(swimming, gwen, began_at=now(swimming) + DAY, stopped_at=now(swimming) + DAY, stopped_how="Got up")
    row = await stands(swimming, gwen)
    assert row.heard is Heard.STOPPED
    assert (row.stance, row.evidence, row.confidence, row.doubts) == (None, None, None, "")
    assert await reading_row(swimming, gwen, 1) is None


async def test_nobody_is_asked_again_on_the_day_they_stopped(swimming: Swimming) -> None:
    gwen, at = swimming.people[0], now(swimming)
    await sat(swimming, gwen, stopped_at=at, stopped_how="Pushed the mat away")
    with pytest.raises(WrongMoment):
        await sat(swimming, gwen, began_at=at + timedelta(minutes=5))
    await sat(swimming, gwen, began_at=at + DAY)
    assert await was_read(swimming, gwen, at=at + DAY) == 1


async def test_somebody_who_stopped_on_their_own_page_may_begin_again_themselves(swimming: Swimming) -> None:
    gwen, at = swimming.people[0], now(swimming)
    await sat(swimming, gwen, by="Gwen Hughes", led_by=gwen, stopped_at=at, stopped_how="Pressed stop")
    await sat(swimming, gwen, by="Gwen Hughes", led_by=gwen, began_at=at + timedelta(minutes=5))
    assert (await stands(swimming, gwen)).heard is Heard.IN_SESSION


async def test_a_sitting_before_a_stop_alone_is_never_read(swimming: Swimming) -> None:
    """Whatever the order in which the sheets are typed in."""
    gwen, at = swimming.people[0], now(swimming)
    await sat(swimming, gwen, began_at=at + DAY, stopped_at=at + DAY, stopped_how="Left")
    await sat(swimming, gwen, began_at=at)
    assert (await stands(swimming, gwen)).heard is Heard.STOPPED
    with pytest.raises(WrongMoment):
        await was_read(swimming, gwen, at=at + DAY)


async def test_a_no_to_one_more_sitting_leaves_what_was_said(swimming: Swimming) -> None:
    gwen, *_ = swimming.people
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    await sat(swimming, gwen, began_at=now(swimming) + DAY, also=DECLINED)
    assert (await stands(swimming, gwen)).heard is Heard.RECORDED


@pytest.mark.parametrize("how", ["link", "tie"])
async def test_who_delivers_the_care_does_not_lead_but_may_be_there(swimming: Swimming, how: str) -> None:
    """Invariant 76 and M94: as lead refused with the sentence, as supporter marked."""
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        if how == "link":
            writing.add(CareLink(person_id=gwen, carer_id=mair, from_on=at.date(), noted_at=at))
        else:
            await register.tie(writing, TieKind.DELIVERS_CARE_TO, mair, gwen, at.date(), by=None, at=at)
    with pytest.raises(NotAllowed, match="You help this person in their daily life"):
        await sat(swimming, gwen)
    await sat(
        *(swimming, gwen, "Siân Llwyd"),
        led_by=swimming.person("Siân Llwyd"),
        present=(Presence(PresentAs.SUPPORTER, mair),),
    )
    async with swimming.store.reading() as reading:
        present = await reading.scalar(select(ConsultationPresent))
    assert present is not None
    assert present.delivers_care


async def test_who_delivers_the_care_does_not_say_alone_what_it_meant(swimming: Swimming) -> None:
    """Invariant 76."""
    gwen, at = swimming.people[0], now(swimming)
    async with swimming.store.writing() as writing:
        writing.add(CareLink(person_id=gwen, carer_id=swimming.person("Siân Llwyd"), from_on=at.date(), noted_at=at))
    with pytest.raises(NotAllowed):
        await sat(swimming, gwen, read_by=swimming.person("Siân Llwyd"))
    await sat(swimming, gwen)
    with pytest.raises(NotAllowed):
        await was_read(swimming, gwen, "Siân Llwyd")


async def test_whoever_asks_nobody_here_does_not_lead(swimming: Swimming) -> None:
    with pytest.raises(NotValid) as refused:
        await sat(swimming, swimming.people[0], led_by=swimming.person("Bo Parry"))
    assert refused.value.field == "led_by"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"picked": "something"}, "picked"),
        ({"given_by": None}, "given_by"),
        ({"picked": "", "meant": "", "did": " "}, "did"),
        ({"shown_order": (uuid4(),)}, "placed"),
    ],
)
async def test_what_a_sitting_lacks_is_said_beside_it(
    swimming: Swimming, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(NotValid) as refused:
        await sat(swimming, swimming.people[0], also=changed)
    assert refused.value.field == field


async def test_a_sitting_of_before_the_closing_may_come_in_after_it(swimming: Swimming) -> None:
    gwen, ana, *_ = swimming.people
    mair, at = swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        await lifecycle.close(writing, swimming.id, by=mair, at=at + DAY)
    await sat(swimming, gwen, began_at=at)
    assert (await stands(swimming, gwen)).heard is Heard.IN_SESSION
    with pytest.raises(WrongMoment):
        await sat(swimming, ana, began_at=at + 2 * DAY)


async def test_four_people_at_most_are_asked_together_each_with_a_row_of_their_own(swimming: Swimming) -> None:
    together = uuid4()
    for person in swimming.people[:4]:
        await sat(swimming, person, group_id=together)
    with pytest.raises(NotValid):
        await sat(swimming, swimming.people[4], group_id=together)
    with pytest.raises(NotValid):
        await sat(swimming, swimming.people[0], group_id=together)
