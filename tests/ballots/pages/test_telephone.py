"""A vote by telephone: the caller is known by two questions, one officer reads, a second one listens, none alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from govern.ballots import lifecycle
from govern.ballots.lifecycle import Support
from govern.ballots.models import CastEnvelope, MemberHandle, TelephoneCall, VoteSupport
from govern.ballots.rules.supporting import ON_THE_TELEPHONE, Way
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.models import Member
from govern.constituencies.register.rules import TieKind
from govern.errors import WrongMoment
from govern.identity.models import Person
from govern.post.models import Letter
from tests.ballots.given_ballots import BEFORE, Given, an_open_ballot, seal, yes
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_sending import envelopes
from tests.ballots.pages.test_voting import an_election_is_open, contests_of
from tests.given import Moments
from tests.window import Window

BORN = date(1961, 4, 30)
DAY = {"born_day": "30", "born_month": "4", "born_year": "1961"}


async def a_caller(given: Given) -> tuple[UUID, str]:
    """A member with a birth date in the register, and their number."""
    caller = given.people["supported"][0]
    async with given.society.store.writing() as writing:
        await writing.execute(update(Person).where(Person.id == caller).values(born_on=BORN))
        number = (await writing.scalars(select(Member.number).where(Member.person_id == caller))).one()
    return caller, number


async def a_call(browser: Window, ballot_id: UUID, number: str) -> str:
    """The officer begins a call. Returns the start of the addresses of its paper."""
    await browser.get(f"office/ballots/{ballot_id}/calls")
    await browser.send(f"office/ballots/{ballot_id}/calls", {"number": number, **DAY})
    assert browser.heading() == "Supported 1 votes by telephone", browser.text()
    return str(browser.last.url.path).partition("/tair-nant/")[2]


async def to_check(browser: Window, at: str, answer: str = "yes") -> None:
    await browser.get(at)
    await browser.send(f"{at}/start")
    assert "This is the vote of Supported 1." in browser.text() and "Read the question" in browser.text()
    await browser.send(f"{at}/paper/1", {"answer": answer})
    assert browser.heading() == "Check your vote"


async def listens(browser: Window, ballot_id: UUID, at: str) -> None:
    call = at.split("/")[1]
    await browser.get(f"office/ballots/{ballot_id}/calls")
    await browser.send(f"office/ballots/{ballot_id}/calls/{call}/heard")


async def test_a_caller_votes_with_one_officer_reading_and_a_second_listening(
    given: Given, window: Opens, clock: Moments
) -> None:
    """The journey of a telephone vote: recorded as assisted, and the caller is told by their own channel."""
    ballot_id = await an_open_ballot(given)
    caller, number = await a_caller(given)
    reader, listener = await window(given.officer), await window(given.second)
    at = await a_call(reader, ballot_id, number)
    await to_check(reader, at)
    clock.pass_(minutes=1)
    await listens(listener, ballot_id, at)
    assert "It is noted that you listened." in listener.last.text
    clock.pass_(minutes=1)
    refused = await reader.send(f"{at}/cast")
    assert refused.status_code == 422 and "keep it secret" in reader.text()
    clock.pass_(minutes=1)
    await listens(listener, ballot_id, at)
    await reader.send(f"{at}/cast", {"declared": "yes"})
    assert "The caller's vote is in the box." in reader.last.text
    async with given.society.store.reading() as reading:
        whose = select(MemberHandle.person_id).join(CastEnvelope, CastEnvelope.handle == MemberHandle.handle)
        assert list(await reading.scalars(whose)) == [caller]
        assert list(await reading.scalars(select(CastEnvelope.channel))) == ["direct"]
        row = (await reading.scalars(select(VoteSupport))).one()
        told = (await reading.scalars(select(Letter).where(Letter.kind == "ballot_supported"))).one()
        assert await reading.scalar(select(func.count()).select_from(TelephoneCall)) == 0, "a call does not stay"
    assert (row.way, row.supporter_id, row.witness_id) == (Way.TELEPHONE, given.officer, given.second)
    assert told.person_id == caller and "on the telephone" in (told.body or "")
    assert "Nerys Tudur listened" in (told.body or "")


async def test_one_officer_alone_sends_nothing(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    _, number = await a_caller(given)
    reader = await window(given.officer)
    at = await a_call(reader, ballot_id, number)
    await to_check(reader, at)
    answer = await reader.send(f"{at}/cast", {"declared": "yes"})
    assert answer.status_code == 409 and "Nobody has said yet that they listened" in reader.text()
    call = at.split("/")[1]
    await reader.get(f"office/ballots/{ballot_id}/calls")
    csrf = reader.hidden(f"office/ballots/{ballot_id}/calls/{call}/end")
    assert "I listened" not in reader.text(), "whoever reads has no such button"
    answer = await reader.post(f"office/ballots/{ballot_id}/calls/{call}/heard", csrf)
    assert answer.status_code in (403, 422)
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(TelephoneCall.listener_id)) is None
    assert await envelopes(given) == 0


async def test_who_reads_cannot_be_the_one_who_listens(given: Given, clock: Moments) -> None:
    ballot_id = await an_open_ballot(given)
    _, number = await a_caller(given)
    clock.pass_(hours=1)
    async with given.society.store.writing() as writing:
        call = await lifecycle.begin_call(writing, ballot_id, number, BORN, by=given.officer, at=clock.at)
    with pytest.raises(Exception, match="somebody else has to listen"):
        async with given.society.store.writing() as writing:
            await lifecycle.heard(writing, ballot_id, call, by=given.officer, at=clock.at)


async def test_the_second_officer_listens_to_just_these_choices_and_minutes_ago(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    _, number = await a_caller(given)
    reader, listener = await window(given.officer), await window(given.second)
    at = await a_call(reader, ballot_id, number)
    await listens(listener, ballot_id, at)
    clock.pass_(minutes=1)
    await to_check(reader, at)
    answer = await reader.send(f"{at}/cast", {"declared": "yes"})
    assert answer.status_code == 409 and "before these choices were read back" in reader.text()
    await listens(listener, ballot_id, at)
    clock.pass_(minutes=11)
    answer = await reader.send(f"{at}/cast", {"declared": "yes"})
    assert answer.status_code == 409 and "too long ago that the second officer listened" in reader.text()
    assert await envelopes(given) == 0
    await listens(listener, ballot_id, at)
    await reader.send(f"{at}/cast", {"declared": "yes"})
    assert await envelopes(given) == 1


async def test_a_caller_whose_number_and_birthday_do_not_fit_is_refused_in_one_sentence(
    given: Given, window: Opens
) -> None:
    ballot_id = await an_open_ballot(given)
    _, number = await a_caller(given)
    reader = await window(given.officer)
    path = f"office/ballots/{ballot_id}/calls"
    await reader.get(path)
    for wrong in ({"number": number, **DAY, "born_year": "1962"}, {"number": "no-such", **DAY}):
        answer = await reader.send(path, wrong)
        assert answer.status_code == 422 and "do not belong together" in reader.text()
        assert wrong["number"] in reader.last.text, "what was typed is kept"
    async with given.society.store.writing() as writing:
        await writing.execute(update(Person).values(born_on=None))
    answer = await reader.send(path, {"number": number, **DAY})
    assert answer.status_code == 422 and "has no birth date for this member" in reader.text()


async def test_invariant_59_an_officer_who_stands_or_whose_relative_stands_neither_reads_nor_listens(
    given: Given, window: Opens, clock: Moments
) -> None:
    staff = given.people["staff"][0]
    ballot_id, _ = await an_election_is_open(
        given, given.people["volunteers"][0], given.people["volunteers"][1], staff
    )
    _, number = await a_caller(given)
    path = f"office/ballots/{ballot_id}/calls"
    reader, listener = await window(given.officer), await window(given.second)
    at = await a_call(reader, ballot_id, number)
    async with given.society.store.writing() as writing:
        for officer in (given.officer, given.second):
            await register.tie(writing, TieKind.CLOSE_RELATIVE, officer, staff, BEFORE.date(), by=None, at=clock.at)
    await listener.get(path)
    answer = await listener.send(f"{path}/{at.split('/')[1]}/heard")
    assert answer.status_code == 422 and "A close relative of yours stands in this vote" in listener.text()
    await reader.get(path)
    answer = await reader.send(path, {"number": number, **DAY})
    assert answer.status_code == 422 and "A close relative of yours stands in this vote" in reader.text()


async def test_invariant_59_a_candidate_reads_no_paper(given: Given, window: Opens) -> None:
    candidate = given.people["staff"][0]
    ballot_id, _ = await an_election_is_open(given, candidate, *given.people["volunteers"][:2])
    _, number = await a_caller(given)
    async with given.society.store.writing() as writing:
        with pytest.raises(Exception, match="You stand in this vote"):
            at = (await given.ballot(ballot_id)).opens_at
            await lifecycle.begin_call(writing, ballot_id, number, BORN, by=candidate, at=at)


async def test_a_call_of_another_officer_opens_no_paper_and_an_ended_call_sends_nothing(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    caller, number = await a_caller(given)
    reader, listener = await window(given.officer), await window(given.second)
    at = await a_call(reader, ballot_id, number)
    await to_check(reader, at)
    assert (await listener.get(f"{at}/paper/1")).status_code == 404
    assert "This call is over" in listener.text()
    call = at.split("/")[1]
    await reader.get(f"office/ballots/{ballot_id}/calls")
    await reader.send(f"office/ballots/{ballot_id}/calls/{call}/end")
    assert "Nothing was sent." in reader.last.text
    contest = (await contests_of(given, ballot_id))[0]
    sealing = await seal(given, ballot_id, caller, yes(contest), clock.at)
    support = Support(Way.TELEPHONE, UUID(call), given.officer, ON_THE_TELEPHONE)
    with pytest.raises(WrongMoment, match="This call is over"):
        await lifecycle.cast(given.society, caller, sealing, at=clock.at, support=support)
    assert await envelopes(given) == 0
