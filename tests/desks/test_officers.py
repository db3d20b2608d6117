"""The pages of officers: who they are; somebody appointed, told, given another link; an office ended."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.identity import lifecycle, queries
from govern.identity.rules import LinkState
from govern.permissions import Role
from govern.post.models import Letter
from tests.desks.conftest import Desk
from tests.window import HERE

DECISION = "Board meeting of 3 November, item 4"


def typed(name: str, day: date) -> dict[str, str | list[str]]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


async def secretary(desk: Desk) -> None:
    await desk.window.sign_in(desk.people["Nerys Tudur"], Role.SECRETARY, at=desk.clock.at)


async def appoint(desk: Desk, name: str, role: Role = Role.CHAIR, fields: dict[str, str] | None = None) -> int:
    """The secretary fills in the form of a member; where that leads, if anywhere, is `desk.window.last`."""
    where = f"office/officers/appoint/{desk.people[name]}"
    await desk.window.get(where)
    sent = {"role": role.value, "decision": DECISION} | typed("from_on", desk.clock.at.date()) | (fields or {})
    return (await desk.window.send(where, sent)).status_code


async def office_of(desk: Desk, name: str) -> UUID:
    async with desk.society.store.reading() as reading:
        return (await queries.offices_of(reading, desk.people[name]))[0].id


async def mails(desk: Desk) -> list[Letter]:
    async with desk.society.store.reading() as reading:
        return list(await reading.scalars(select(Letter).order_by(Letter.written_at)))


async def state_of(desk: Desk, token: str) -> LinkState:
    async with desk.society.store.reading() as reading:
        return (await queries.link_page(reading, token, None, desk.clock.at)).state


async def test_a_member_is_found_and_appointed_and_told(desk: Desk) -> None:
    await secretary(desk)
    assert "Appoint a member" in (await desk.window.get("office/officers")).text
    for words in ("morg", "eve mor", "MORGAN@example"):
        found = await desk.window.get(f"office/officers/appoint?words={words}")
        assert f"officers/appoint/{desk.people['Eve Morgan']}" in found.text and "Siân" not in found.text
    assert "Nobody fits." in (await desk.window.get("office/officers/appoint?words=zzz")).text
    assert await appoint(desk, "Eve Morgan") == 303
    assert desk.window.last.headers["location"] == f"{HERE}/office/officers?done=appointed"
    shown = await desk.window.follow()
    assert "The office is given." in shown.text
    assert "Chair Eve Morgan Since Monday 9 November 2026." in desk.window.text()
    assert "Sign-in not set up yet" in shown.text
    (mail,) = await mails(desk)
    assert (mail.to_address, mail.kind) == ("morgan@example.org", "set_up")


async def test_whoever_has_no_email_gets_a_paper_shown_once(desk: Desk) -> None:
    await secretary(desk)
    assert await appoint(desk, "Gwenllian Wyn", Role.TELLER) == 200
    paper = desk.window.last
    (token,) = re.findall(r"http://testserver\.local/en/tair-nant/set-up/([\w-]{43})", paper.text)
    assert paper.headers["cache-control"] == "no-store" and "print this page now" in paper.text
    assert await state_of(desk, token) is LinkState.READY and await mails(desk) == []
    assert await appoint(desk, "Gwenllian Wyn", Role.TELLER) == 422
    assert "holds this office already" in desk.window.text()
    assert await appoint(desk, "Gwenllian Wyn", Role.PEER) == 303
    assert "tell them yourself" in (await desk.window.follow()).text


async def test_another_link_is_made_until_the_sign_in_is_set_up(desk: Desk) -> None:
    await secretary(desk)
    await appoint(desk, "Gwenllian Wyn", Role.TELLER)
    (first,) = re.findall(r"/set-up/([\w-]{43})", desk.window.last.text)
    where = f"office/officers/{await office_of(desk, 'Gwenllian Wyn')}/link"
    assert where in (await desk.window.get("office/officers")).text
    await desk.window.get(where)
    (second,) = re.findall(r"/set-up/([\w-]{43})", (await desk.window.send(where)).text)
    assert [await state_of(desk, token) for token in (first, second)] == [LinkState.TOO_OLD, LinkState.READY]
    await appoint(desk, "Eve Morgan")
    where = f"office/officers/{await office_of(desk, 'Eve Morgan')}/link"
    await desk.window.get(where)
    assert (await desk.window.send(where)).headers["location"] == f"{HERE}/office/officers?done=sent"
    assert [mail.kind for mail in await mails(desk)] == ["set_up", "set_up"]


@pytest.mark.parametrize(
    ("name", "role", "fields", "field", "words"),
    [
        ("Nerys Tudur", Role.RETURNING_OFFICER, {}, "role", "You cannot give yourself an office"),
        ("Eve Morgan", Role.CHAIR, {"decision": " "}, "decision", "Say which decision"),
        ("Eve Morgan", Role.CHAIR, {"role": "emperor"}, "role", "Choose the office"),
        ("Eve Morgan", Role.CHAIR, {"from_on_year": "2020"}, "from_on", "within a year of today"),
        ("Eve Morgan", Role.CHAIR, {"from_on_month": "14"}, "from_on", "This date does not exist"),
    ],
)
async def test_an_appointment_is_refused_beside_its_field_and_kept(
    desk: Desk, name: str, role: Role, fields: dict[str, str], field: str, words: str
) -> None:
    await secretary(desk)
    assert await appoint(desk, name, role, fields) == 422
    assert f'id="{field}-problem"' in desk.window.last.text and words in desk.window.text()
    if "decision" not in fields:
        assert DECISION in desk.window.last.text
    async with desk.society.store.reading() as reading:
        assert len(await queries.officers(reading, desk.clock.at.date())) == 1


async def test_only_members_are_appointed(desk: Desk) -> None:
    await secretary(desk)
    async with desk.society.store.writing() as writing:
        stranger = await lifecycle.add_person(writing, name="Idris Lake", by=None, at=desk.clock.at)
    for nobody in (stranger, uuid4()):
        assert (await desk.window.get(f"office/officers/appoint/{nobody}")).status_code == 404


async def test_an_office_is_ended_and_its_holder_told(desk: Desk) -> None:
    await secretary(desk)
    await appoint(desk, "Eve Morgan")
    where, today = f"office/officers/{await office_of(desk, 'Eve Morgan')}/end", desk.clock.at.date()
    assert "Chair" in (await desk.window.get(where)).text
    assert (await desk.window.send(where, typed("to_on", today))).status_code == 422
    assert 'id="reason-problem"' in desk.window.last.text
    answer = await desk.window.send(where, {"reason": "She moved away"} | typed("to_on", today))
    assert answer.headers["location"] == f"{HERE}/office/officers?done=ended"
    await desk.window.follow()
    assert "The last day is Monday 9 November 2026." in desk.window.text()
    assert "She moved away" in ((await mails(desk))[-1].body or "")
    await desk.window.get(where)
    assert (await desk.window.send(where, {"reason": "Again"} | typed("to_on", today))).status_code == 422
    yesterday = typed("to_on", today - timedelta(days=1))
    assert (await desk.window.send(where, {"reason": "At once"} | yesterday)).status_code == 303
    assert "Eve Morgan" not in (await desk.window.get("office/officers")).text
    assert (await desk.window.get(f"office/officers/{uuid4()}/end")).status_code == 404


async def test_the_only_secretary_stays_in_office(desk: Desk) -> None:
    await secretary(desk)
    await appoint(desk, "Eve Morgan", Role.SECRETARY)
    where = f"office/officers/{await office_of(desk, 'Nerys Tudur')}/end"
    await desk.window.get(where)
    answer = await desk.window.send(where, {"reason": "I resign"} | typed("to_on", desk.clock.at.date()))
    assert answer.status_code == 422 and 'id="to_on-problem"' in answer.text
    assert "First appoint another secretary" in desk.window.text() and "I resign" in answer.text


async def test_other_officers_see_who_is_who_and_change_nothing(desk: Desk) -> None:
    await secretary(desk)
    office = await office_of(desk, "Nerys Tudur")
    await desk.window.sign_in(desk.people["Eve Morgan"], Role.RETURNING_OFFICER, at=desk.clock.at)
    shown = await desk.window.get("office/officers")
    assert "Nerys Tudur" in shown.text and "Appoint a member" not in shown.text and f"{office}/end" not in shown.text
    for path in ("appoint", f"appoint/{desk.people['Siân Elis']}", f"{office}/end", f"{office}/link"):
        assert (await desk.window.get(f"office/officers/{path}")).status_code == 403


async def test_whoever_has_left_is_not_appointed(desk: Desk) -> None:
    await secretary(desk)
    today = desk.clock.at.date()
    async with desk.society.store.writing() as writing:
        eve = desk.people["Eve Morgan"]
        await register.end_membership(writing, eve, "staff", today, "Left", by=None, at=desk.clock.at)
    assert "Nobody fits." in (await desk.window.get("office/officers/appoint?words=Eve")).text
    assert await appoint(desk, "Eve Morgan") == 422
    assert "is not a member today" in desk.window.text() and await mails(desk) == []
