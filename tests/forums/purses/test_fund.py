"""The fund for people in need through its pages: W23 with somebody aside, codes for names, never below zero."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from govern.desks import lifecycle as desks
from govern.errors import NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.purses import lifecycle as purses
from govern.forums.purses import queries
from govern.forums.purses.lifecycle import Ask
from govern.forums.purses.models import THE_FUND, Asked, Asker, Fund, PanelSeat
from govern.forums.purses.rules import AskStage
from govern.identity import lifecycle as identity
from govern.identity.rules import Site
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import MeetingDraft
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind
from govern.meetings.rules import Stage as MeetingStage
from govern.minutes.book import lifecycle as minutes
from govern.minutes.book.models import Entry
from govern.minutes.book.rules import EntryKind
from govern.permissions import Role
from govern.post.models import Letter
from govern.record import RecordLine
from tests.constituencies.conftest import Town
from tests.forums.purses.conftest import PANEL

SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")
BOILER = "The boiler at home is broken."


async def asked(town: Town, name: str = "Gwen Hughes", pounds: int = 480, need: str = BOILER) -> UUID:
    async with town.society.store.writing() as writing:
        return await purses.ask_fund(writing, town.people[name], Ask(pence=pounds * 100, need=need), at=town.clock.at)


async def voices(town: Town, case: UUID, **answers: str) -> None:
    """Each by their first name, through the page."""
    for first, answer in answers.items():
        name = next(one for one in PANEL if one.startswith(first))
        window = await town.window(name)
        await window.get(f"fund/panel/{case}")
        await window.send(f"fund/panel/{case}/vote", answer=answer)
        assert window.last.status_code == 303, window.text()


async def stage(town: Town, case: UUID) -> AskStage:
    async with town.society.store.reading() as reading:
        return (await reading.get_one(Asked, case)).stage


async def balance(town: Town) -> int:
    async with town.society.store.reading() as reading:
        return (await reading.get_one(Fund, THE_FUND)).balance_pence


async def test_w23_600_pounds_are_refused_and_480_are_asked_under_a_code(fund: Town) -> None:
    gwen = await fund.window("Gwen Hughes")
    await gwen.get("fund/ask")
    answer = await gwen.send("fund/ask", amount="600", need=BOILER)
    assert answer.status_code == 422 and "One grant is £500.00 at most" in gwen.text() and BOILER in answer.text
    answer = await gwen.send("fund/ask", amount="480", need="I am Gwen, and my boiler is broken.")
    assert answer.status_code == 422 and "Take your name out" in gwen.text()
    await gwen.send("fund/ask", amount="480", need=BOILER)
    await gwen.follow()
    assert "BF-2026-001" in gwen.text() and "With the panel" in gwen.text()
    await gwen.get("fund/ask")
    answer = await gwen.send("fund/ask", amount="20", need="Shoes")
    assert answer.status_code == 422 and "is with the panel" in gwen.text()


async def test_w23_invariant_86_one_is_tied_and_two_to_two_grants_nothing_and_comes_again(fund: Town) -> None:
    case = await asked(fund)
    bo = await fund.window("Bo Parry")  # one household with Gwen, by the register
    await bo.get(f"fund/panel/{case}")
    assert (
        "You stand aside" in bo.text() and BOILER not in bo.text() and "<form" not in bo.last.text.split("<main")[1]
    )
    await bo.get("fund/panel")
    assert "Not for you to decide" in bo.text()
    await voices(fund, case, Ifor="yes", Lena="yes", Mali="no")
    assert await stage(fund, case) is AskStage.WITH_PANEL
    await voices(fund, case, Ana="no")
    assert await stage(fund, case) is AskStage.NOT_GRANTED and await balance(fund) == 20_000_00
    gwen = await fund.window("Gwen Hughes")
    await gwen.get("fund")
    assert "Not granted" in gwen.text() and "Ask once more, with what is new" in gwen.text()
    await gwen.get(f"fund/asked/{case}/again")
    answer = await gwen.send("fund/ask", amount="480", need="")
    assert answer.status_code == 422 and BOILER in gwen.text()
    await gwen.send("fund/ask", amount="480", need="The landlord will pay half.")
    await gwen.follow()
    assert "BF-2026-002" in gwen.text()
    ana = await fund.window("Ana Bowen")
    await ana.get("fund/panel")
    again = ana.last.text.split("BF-2026-002")[0].rsplit('href="', 1)[1].split('"')[0]
    await ana.get(again)
    assert BOILER in ana.text() and "The landlord will pay half." in ana.text()


async def test_w23_two_grants_leave_19_020_pounds_and_minutes_carry_codes_and_sums(fund: Town) -> None:
    """Invariant 86: total granted is never more than there was, and no name is in the minutes."""
    for pounds, need in ((480, BOILER), (500, "The rent.")):
        case = await asked(fund, pounds=pounds, need=need)
        await voices(fund, case, Ifor="yes", Lena="yes", Mali="no", Ana="yes")
        assert await stage(fund, case) is AskStage.GRANTED
    assert await balance(fund) == 19_020_00
    async with fund.society.store.reading() as reading:
        lines = [str(line.sentence) for line in await queries.minutes_of_fund(reading)]
        ledger = await queries.fund_ledger(reading)
    assert lines == ["BF-2026-001 granted £480.00.", "BF-2026-002 granted £500.00."]
    assert [line.left for line in ledger] == [20_000_00, 19_520_00, 19_020_00]
    office = await fund.secretary()
    await office.get("office/fund")
    assert "£19,020.00" in office.text() and "BF-2026-001 granted £480.00." in office.text()
    assert "Gwen" not in office.text()


async def test_invariant_86_somebody_stands_aside_by_their_own_word_and_neither_votes_nor_counts(fund: Town) -> None:
    case = await asked(fund)
    mali = await fund.window("Mali Rees")
    await mali.get(f"fund/panel/{case}")
    assert BOILER in mali.text()
    await mali.send(f"fund/panel/{case}/aside")
    await mali.follow()
    assert "You stand aside" in mali.text() and BOILER not in mali.text()
    await voices(fund, case, Ifor="yes", Lena="no", Ana="yes")
    assert await stage(fund, case) is AskStage.GRANTED
    lena = await fund.window("Lena Voss")
    await lena.get(f"fund/panel/{case}")
    assert "2 people stand aside" in lena.text() and "Mali" not in lena.text() and "Parry" not in lena.text()


async def test_whoever_voted_does_not_stand_aside_any_more(fund: Town) -> None:
    case = await asked(fund)
    await voices(fund, case, Ifor="yes")
    async with fund.society.store.writing() as writing:
        with pytest.raises(WrongMoment):
            await purses.stand_aside(writing, case, fund.people["Ifor Prys"], site=SITE, at=fund.clock.at)
        with pytest.raises(NotAllowed):
            await purses.vote(writing, case, fund.people["Bo Parry"], True, site=SITE, at=fund.clock.at)


async def test_invariant_86_the_panel_reads_a_code_and_the_need_and_never_a_name(fund: Town) -> None:
    case = await asked(fund)
    for name in PANEL:
        window = await fund.window(name)
        for address in ("fund/panel", f"fund/panel/{case}"):
            await window.get(address)
            assert "Gwen" not in window.last.text and str(fund.people["Gwen Hughes"]) not in window.last.text, name
    # Nobody outside the panel reads any of it: not that there is such a code, nor how anybody voted.
    for name in ("Gwen Hughes", "Siân Llwyd", "Nerys Puw"):
        window = await fund.window(name)
        assert (await window.get("fund/panel")).status_code == 404
        assert (await window.get(f"fund/panel/{case}")).status_code == 404
    await voices(fund, case, Ifor="yes", Lena="yes", Mali="no", Ana="yes")
    gwen = await fund.window("Gwen Hughes")
    await gwen.get("fund")
    assert "Granted" in gwen.text() and "Ifor" not in gwen.text()


async def test_invariant_86_the_name_stands_apart_and_the_record_has_no_name_of_who_asks_or_votes(fund: Town) -> None:
    case = await asked(fund)
    await voices(fund, case, Ifor="yes", Lena="yes", Mali="no", Ana="yes")
    assert "person_id" not in Asked.__table__.columns and set(Asker.__table__.columns.keys()) == {
        "asked_id",
        "person_id",
    }
    async with fund.society.store.reading() as reading:
        lines = list(await reading.scalars(select(RecordLine).where(RecordLine.subject == f"fund_asked:{case}")))
    assert {line.verb for line in lines} == {"fund.asked", "fund.voted", "fund.settled"}
    assert all(line.by is None for line in lines)
    assert all("yes" not in (line.facts or "") for line in lines)


async def test_only_the_keeper_opens_the_name_and_only_with_the_second_step(fund: Town) -> None:
    case = await asked(fund)
    office = await fund.secretary()
    at = f"office/fund/asked/{case}"
    await office.get(at)
    assert "Gwen Hughes" not in office.text() and "BF-2026-001" in office.text()
    await office.send(at)
    if office.last.status_code == 303:
        assert "step-up" in office.last.headers["location"]
    else:
        assert "Gwen Hughes" in office.text()
    chair = await fund.window("Ifor Prys")
    assert (await chair.get(at)).status_code == 403
    assert (await chair.get("office/fund")).status_code == 403


async def test_what_is_there_no_more_is_not_given(fund: Town) -> None:
    """Invariant 86: agreed, and not given where the fund has become too small since."""
    case = await asked(fund, pounds=500)
    async with fund.society.store.writing() as writing:
        (await writing.get_one(Fund, THE_FUND)).balance_pence = 499_99
    await voices(fund, case, Ifor="yes", Lena="yes", Mali="yes", Ana="yes")
    assert await stage(fund, case) is AskStage.NO_MONEY and await balance(fund) == 499_99
    with pytest.raises(IntegrityError):
        async with fund.society.store.writing() as writing:
            (await writing.get_one(Fund, THE_FUND)).balance_pence = -1


async def test_the_panel_is_five_with_more_workers_and_never_whoever_knows_the_names(fund: Town) -> None:
    office = await fund.secretary()
    await office.get("office/fund")
    answer = await office.send("office/fund/panel", person="cai@example.org", minute="Board")
    assert answer.status_code == 422 and "The panel has its 5 members" in office.text()
    async with fund.society.store.reading() as reading:
        ifor = await reading.scalar(select(PanelSeat.id).where(PanelSeat.person_id == fund.people["Ifor Prys"]))
    await office.send(f"office/fund/panel/{ifor}/leave")
    await office.follow()
    answer = await office.send("office/fund/panel", person="cai@example.org", minute="Board")
    assert answer.status_code == 422 and "More than half of the panel are workers" in office.text()
    case = await asked(fund)
    lena = await fund.window("Lena Voss")
    await lena.get(f"fund/panel/{case}")
    answer = await lena.send(f"fund/panel/{case}/vote", answer="yes")
    assert answer.status_code == 422 and "The panel has 4 members" in lena.text()
    async with fund.society.store.writing() as writing:
        keeper, second = fund.people["Nerys Puw"], fund.people["Siân Llwyd"]
        await identity.appoint(writing, second, Role.SECRETARY, fund.clock.at.date(), by=keeper, at=fund.clock.at)
        with pytest.raises(NotValid, match="knows who asks"):
            await purses.seat(writing, second, "Board", by=keeper, at=fund.clock.at)


async def test_somebody_who_does_not_work_here_is_told_so_and_takes_nothing_back(fund: Town) -> None:
    case = await asked(fund)
    di = await fund.window("Di Owen")
    answer = await di.get("fund/ask")
    assert answer.status_code == 404 and "This fund is for those who work here." in di.text()
    answer = await di.post(f"fund/asked/{case}/withdraw", {})
    assert answer.status_code in (403, 404)
    gwen = await fund.window("Gwen Hughes")
    await gwen.get("fund")
    await gwen.send(f"fund/asked/{case}/withdraw")
    await gwen.follow()
    assert "Taken back" in gwen.text()


async def test_two_records_that_sat_on_the_panel_do_not_become_one(fund: Town) -> None:
    async with fund.society.store.reading() as reading:
        await purses.check_may_become_one(reading, fund.people["Bo Parry"], fund.people["Di Owen"])
        with pytest.raises(NotAllowed, match="panel of the fund"):
            await purses.check_may_become_one(reading, fund.people["Bo Parry"], fund.people["Ana Bowen"])


async def test_whoever_has_died_sits_on_the_panel_no_more(fund: Town) -> None:
    keeper, ifor = fund.people["Nerys Puw"], fund.people["Ifor Prys"]
    async with fund.society.store.writing() as writing:
        await desks.note_death(
            writing, fund.society, ifor, fund.clock.at.date(), "A sister", by=keeper, at=fund.clock.at
        )
    async with fund.society.store.reading() as reading:
        assert ifor not in await queries.benevolent.panel_of(reading)


async def test_whoever_asked_is_written_to_in_their_own_way_and_officers_see_no_name(fund: Town) -> None:
    case = await asked(fund)
    await voices(fund, case, Ifor="yes", Lena="yes", Mali="no")
    assert await written(fund) == []
    await voices(fund, case, Ana="yes")
    (letter,) = await written(fund)
    assert letter.to_address == "gwen@example.org" and letter.person_id == fund.people["Gwen Hughes"]
    assert "under the code BF-2026-001." in str(letter.body) and "You get £480.00." in str(letter.body)
    assert BOILER not in str(letter.body)
    office = await fund.secretary()
    await office.get(f"office/outbox/{letter.id}")
    assert "A letter of a forum" in office.text() and "gwen" not in office.text().casefold()


async def test_a_refusal_says_what_can_be_done_and_goes_by_post_without_an_address(fund: Town) -> None:
    case = await asked(fund)
    async with fund.society.store.writing() as writing:
        changes = identity.PersonChanges(email=None, format="easy_read", language="cy")
        gwen = fund.people["Gwen Hughes"]
        await identity.change_person(writing, gwen, changes, site=SITE, by=None, at=fund.clock.at)
    await voices(fund, case, Ifor="yes", Lena="yes", Mali="no", Ana="no")
    (letter,) = await written(fund)
    assert (letter.by_post, letter.language, letter.format) == (True, "cy", "easy_read")
    assert "BF-2026-001" in str(letter.body)


async def written(fund: Town) -> list[Letter]:
    async with fund.society.store.reading() as reading:
        return list(await reading.scalars(select(Letter).where(Letter.kind == "purse")))


async def test_opening_a_name_leaves_a_line_in_the_record_without_the_name(fund: Town) -> None:
    case, keeper = await asked(fund), fund.people["Nerys Puw"]
    async with fund.society.store.writing() as writing:
        await purses.open_name(writing, case, by=keeper, at=fund.clock.at)
    async with fund.society.store.reading() as reading:
        (line,) = await reading.scalars(select(RecordLine).where(RecordLine.verb == "fund.name_opened"))
    assert line.by == keeper and "BF-2026-001" in str(line.facts)
    assert "Gwen" not in str(line.facts) and str(fund.people["Gwen Hughes"]) not in str(line.facts)
    with pytest.raises(NotFound, match="nothing asked under this code"):
        async with fund.society.store.writing() as writing:
            await purses.open_name(writing, keeper, by=keeper, at=fund.clock.at)


async def test_invariant_86_minutes_of_the_board_carry_codes_and_sums_once(fund: Town) -> None:
    case = await asked(fund)
    await voices(fund, case, Ifor="yes", Lena="yes", Mali="no", Ana="yes")
    waits = await asked(fund, pounds=20, need="Shoes for the winter.")
    first = await minuted(fund, "board")
    assert first == ["BF-2026-001 granted £480.00."]
    await voices(fund, waits, Ifor="no", Lena="no", Mali="no", Ana="no")
    assert await minuted(fund, "general") == []
    assert await minuted(fund, "board") == ["BF-2026-002 not granted."]
    assert await minuted(fund, "board") == []


async def minuted(fund: Town, body: str) -> list[str]:
    """A meeting that is over gets its minutes: what they say of the fund."""
    at, keeper = fund.clock.at, fund.people["Nerys Puw"]
    async with fund.society.store.writing() as writing:
        wanted = MeetingDraft(
            kind=MeetingKind.BOARD if body == "board" else MeetingKind.GM,
            body=body,
            title={"en": "Meeting", "cy": "Cyfarfod"},
            starts_at=at + timedelta(hours=1),
            place={"en": "Hall", "cy": "Neuadd"},
        )
        meeting = await meetings.draft(writing, wanted, by=keeper, at=at)
        row = await writing.get_one(Meeting, meeting)
        row.stage, row.opened_at, row.closed_at = MeetingStage.CLOSED, at, at
        await writing.flush()
        made = await minutes.draft(writing, meeting, by=keeper, at=at)
        found = list(await writing.scalars(select(Entry).where(Entry.minutes_id == made).order_by(Entry.position)))
    assert found[-1].kind is EntryKind.CLOSING
    said = [entry for entry in found if entry.heading.get("en") == "Fund for people in need"]
    assert all("Gwen" not in str(entry.text) + str(entry.decision) for entry in found)
    return [line for entry in said for line in entry.decision["en"].splitlines()]
