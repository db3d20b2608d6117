"""A supporter beside a member: whose vote it is, what help was given, and every refusal; the vote is the member's."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle
from govern.ballots.lifecycle import Support
from govern.ballots.lifecycle.telephone import check_officer
from govern.ballots.models import CastEnvelope, MemberHandle, VoteSupport
from govern.ballots.rules.supporting import Help, Way
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import lifecycle as representation
from govern.errors import NotAllowed
from govern.identity import lifecycle as identity
from govern.identity.rules import Site
from govern.permissions import Role
from govern.post.models import Letter
from tests.ballots.given_ballots import BEFORE, Given, an_open_ballot, closed, seal, yes
from tests.ballots.given_ceremony import an_open_shared_ballot
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_sending import code_in, envelopes
from tests.ballots.pages.test_voting import an_election_is_open, contests_of
from tests.constituencies.supporters import a_supporter
from tests.given import Moments
from tests.window import Fields, Window


async def beside(given: Given, member: UUID, supporter: UUID) -> UUID:
    async with given.society.store.writing() as writing:
        return await a_supporter(writing, member, supporter, BEFORE)


async def opened_paper(browser: Window, support: UUID, ballot_id: UUID) -> str:
    """From the list to the paper, as a supporter goes. Returns the start of the addresses."""
    await browser.get("support")
    at = f"support/{support}/ballots/{ballot_id}"
    assert f'href="/en/tair-nant/{at}"' in browser.last.text, browser.text()
    await browser.get(at)
    await browser.send(f"{at}/start")
    return at


async def supports(given: Given) -> list[VoteSupport]:
    async with given.society.store.reading() as reading:
        return list(await reading.scalars(select(VoteSupport)))


HELP: Fields = {"help": ["read", "pressed"], "declared": "yes"}


async def test_a_supporter_helps_from_their_own_sign_in_and_the_vote_is_the_members(
    given: Given, window: Opens, clock: Moments
) -> None:
    """The journey of a supporter beside a member: nobody signs in as somebody else (M50)."""
    ballot_id = await an_open_ballot(given)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    support = await beside(given, member, supporter)
    browser = await window(supporter)
    at = await opened_paper(browser, support, ballot_id)
    assert "This is the vote of Supported 1." in browser.text()
    assert "You may not choose" in browser.text() and "Volunteers" in browser.last.text
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    assert browser.heading() == "Check your vote" and "This is the vote of Supported 1." in browser.text()
    code_in(browser.last.text)
    refused = await browser.send(f"{at}/cast")
    assert refused.status_code == 422 and "Say which help was given." in browser.text()
    refused = await browser.send(f"{at}/cast", {"help": ["read"]})
    assert refused.status_code == 422 and "they keep it secret" in browser.text()
    assert await envelopes(given) == 0
    await browser.send(f"{at}/cast", HELP)
    assert "The vote is sent." in browser.last.text and not [name for name in browser.cookies if "d-" in name]
    async with given.society.store.reading() as reading:
        whose = select(MemberHandle.person_id).join(CastEnvelope, CastEnvelope.handle == MemberHandle.handle)
        assert list(await reading.scalars(whose)) == [member]
        assert list(await reading.scalars(select(CastEnvelope.channel))) == ["direct"]
    (row,) = await supports(given)
    assert (row.member_id, row.supporter_id, row.help, row.told) == (member, supporter, ("read", "pressed"), True)
    assert set(row.__table__.c.keys()).isdisjoint({"leaf", "handle", "digest", "at"})
    mine = await window(member)
    await mine.get(f"ballots/{ballot_id}")
    assert "sent with the help of Volunteers 1: read it out and pressed the buttons." in mine.text()
    assert "Vote again" in mine.text()
    theirs = await window(supporter)
    await theirs.get(f"ballots/{ballot_id}")
    assert "with the help of" not in theirs.text() and "Start my vote" in theirs.text()


async def test_the_member_is_told_by_mail_and_can_vote_again(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    browser = await window(supporter)
    at = await opened_paper(browser, await beside(given, member, supporter), ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "no"})
    await browser.send(f"{at}/cast", HELP)
    async with given.society.store.reading() as reading:
        letters = list(await reading.scalars(select(Letter).where(Letter.kind == "ballot_supported")))
    assert [letter.person_id for letter in letters] == [member]
    body = letters[0].body or ""
    assert "Volunteers 1 helped you to send your vote. The help was: Read it out and Pressed the buttons." in body
    assert "vote again" in body and "me/supporters" in body
    mine = await window(member)
    await mine.get(f"ballots/{ballot_id}")
    await mine.send(f"ballots/{ballot_id}/start")
    await mine.send(f"ballots/{ballot_id}/paper/1", {"answer": "yes"})
    await mine.send(f"ballots/{ballot_id}/cast")
    assert mine.heading() == "Your vote is in" and await envelopes(given) == 2


async def test_the_third_member_is_refused_with_the_rule_and_the_secretary_hears_of_the_second(
    given: Given, window: Opens
) -> None:
    ballot_id = await an_open_ballot(given)
    supporter, members = given.people["volunteers"][0], given.people["supported"][:3]
    consents = [await beside(given, member, supporter) for member in members]
    browser = await window(supporter)
    for consent in consents[:2]:
        at = await opened_paper(browser, consent, ballot_id)
        await browser.send(f"{at}/paper/1", {"answer": "yes"})
        await browser.send(f"{at}/cast", HELP)
    assert await envelopes(given) == 2
    await browser.get("home")
    assert "People you may help to vote" in browser.text()
    await browser.get("support")
    assert "In one ballot you may help 2 members, and you have helped as many (Rule 25.1)." in browser.text()
    refused = await browser.get(f"support/{consents[2]}/ballots/{ballot_id}")
    assert refused.status_code == 403 and "Rule 25.1" in browser.text() and "by telephone" in browser.text()
    again = await opened_paper(browser, consents[1], ballot_id)
    assert "paper/1" in again or browser.heading() == "Do you agree: Saturdays?", "the same member again is no third"
    async with given.society.store.reading() as reading:
        warned = list(await reading.scalars(select(Letter).where(Letter.kind == "support_limit")))
    assert {letter.person_id for letter in warned} == {given.second}
    assert "Volunteers 1 has helped 2 members to vote." in (warned[0].body or "")
    assert "Supported" not in (warned[0].body or ""), "never whom"


async def test_the_limit_is_asked_again_by_the_caster(given: Given) -> None:
    """Two papers of different members that were open at once, and a third."""
    ballot_id = await an_open_ballot(given)
    contest = (await contests_of(given, ballot_id))[0]
    supporter, members = given.people["volunteers"][0], given.people["supported"][:3]
    at = (await given.ballot(ballot_id)).opens_at + timedelta(hours=1)
    for number, member in enumerate(members):
        consent = await beside(given, member, supporter)
        sealing = await seal(given, ballot_id, member, yes(contest), at)
        support = Support(Way.BESIDE, consent, supporter, (Help.READ,))
        if number < 2:
            await lifecycle.cast(given.society, member, sealing, at=at, support=support)
        else:
            with pytest.raises(NotAllowed, match="you have helped as many"):
                await lifecycle.cast(given.society, member, sealing, at=at, support=support)
    assert len(await supports(given)) == 2


async def test_consent_that_ended_after_the_paper_was_opened_is_refused_when_the_vote_goes_in(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    consent = await beside(given, member, supporter)
    browser = await window(supporter)
    at = await opened_paper(browser, consent, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    fields = {**browser.hidden(f"{at}/cast"), **HELP}
    async with given.society.store.writing() as writing:
        await representation.end_support(writing, consent, by=member, officer=False, at=clock.at)
    answer = await browser.post(f"{at}/cast", fields)
    assert answer.status_code == 409 and "You may not help this member any more" in answer.text
    assert await envelopes(given) == 0 and await supports(given) == []
    contest = (await contests_of(given, ballot_id))[0]
    sealing = await seal(given, ballot_id, member, yes(contest), clock.at)
    for by in (supporter, given.people["volunteers"][1]):
        with pytest.raises(NotAllowed, match="may not help this member any more"):
            support = Support(Way.BESIDE, consent, by, (Help.READ,))
            await lifecycle.cast(given.society, member, sealing, at=clock.at, support=support)
    assert await envelopes(given) == 0


async def test_a_candidate_does_not_help_with_the_vote_in_which_they_stand(given: Given, window: Opens) -> None:
    supporter, other = given.people["volunteers"][:2]
    ballot_id, _ = await an_election_is_open(given, supporter, other, given.people["staff"][0])
    member = given.people["supported"][0]
    consent = await beside(given, member, supporter)
    browser = await window(supporter)
    await browser.get("support")
    assert "You stand in this vote, so you cannot help others with it (Rule 25.3)." in browser.text()
    refused = await browser.get(f"support/{consent}/ballots/{ballot_id}/paper/1")
    assert refused.status_code == 403 and "Rule 25.3" in browser.text()


async def test_a_scrutineer_helps_nobody_with_a_vote_that_they_open_and_does_at_the_level_everyday(
    given: Given, window: Opens, clock: Moments
) -> None:
    """Security 7.7. The caster asks again: the office may come after the paper was opened."""
    everyday, (shared, _) = await an_open_ballot(given), await an_open_shared_ballot(given)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    consent = await beside(given, member, supporter)
    browser = await window(supporter)
    papers = {ballot_id: await opened_paper(browser, consent, ballot_id) for ballot_id in (shared, everyday)}
    async with given.society.store.writing() as writing:
        await identity.appoint(writing, supporter, Role.SCRUTINEER, BEFORE.date(), by=None, at=BEFORE)
    (contest,) = await contests_of(given, shared)
    sealing = await seal(given, shared, member, yes(contest), clock.at)
    with pytest.raises(NotAllowed, match="You are a scrutineer, so you cannot help"):
        support = Support(Way.BESIDE, consent, supporter, (Help.READ,))
        await lifecycle.cast(given.society, member, sealing, at=clock.at, support=support)
    assert await supports(given) == []
    browser = await window(supporter)
    await browser.get("support")
    assert "You are a scrutineer, so you cannot help others with this vote" in browser.text()
    refused = await browser.get(papers[shared])
    assert refused.status_code == 403
    assert (await browser.get(f"{papers[everyday]}/paper/1")).status_code == 200


async def test_a_scrutineer_reads_no_paper_of_a_vote_that_they_open_to_a_caller(given: Given, clock: Moments) -> None:
    everyday, (shared, _) = await an_open_ballot(given), await an_open_shared_ballot(given)
    async with given.society.store.writing() as writing:
        await identity.appoint(writing, given.second, Role.SCRUTINEER, BEFORE.date(), by=None, at=BEFORE)
    async with given.society.store.reading() as reading:
        await check_officer(reading, everyday, given.second, clock.at)
        await check_officer(reading, shared, given.officer, clock.at)
        with pytest.raises(NotAllowed, match="neither read the paper of this vote to a caller nor listen"):
            await check_officer(reading, shared, given.second, clock.at)


async def test_a_strangers_consent_opens_no_paper(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    consent = await beside(given, given.people["supported"][0], given.people["volunteers"][0])
    stranger = await window(given.people["volunteers"][1])
    for rest in ("", "/paper/1", "/check"):
        assert (await stranger.get(f"support/{consent}/ballots/{ballot_id}{rest}")).status_code == 404
    assert (await stranger.get(f"ballots/{ballot_id}/paper/1?support_id={consent}")).status_code == 200
    assert "This is the vote of" not in stranger.text(), "the address alone says who sits beside whom"


async def test_the_drafts_of_a_supporter_and_of_the_member_are_apart(given: Given, window: Opens) -> None:
    """A draft and an envelope are bound to the supporter, the member and the ballot: no other pair can use them."""
    ballot_id = await an_open_ballot(given)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    second = given.people["supported"][1]
    first_consent, second_consent = await beside(given, member, supporter), await beside(given, second, supporter)
    browser = await window(supporter)
    at = await opened_paper(browser, first_consent, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    envelope = browser.hidden(f"{at}/cast")["envelope"]
    await browser.get(f"ballots/{ballot_id}/paper/1")
    assert not re.search(r"<input[^>]* checked", browser.last.text), "their own paper is empty"
    other = await opened_paper(browser, second_consent, ballot_id)
    assert not re.search(r"<input[^>]* checked", browser.last.text)
    await browser.send(f"{other}/paper/1", {"answer": "no"})
    answer = await browser.post(f"{other}/cast", {**browser.hidden(f"{other}/cast"), **HELP, "envelope": envelope})
    assert answer.status_code == 409 and await envelopes(given) == 0
    mine = await window(member)
    mine.cookies |= {name: value for name, value in browser.cookies.items() if name.startswith("d-")}
    await mine.get(f"ballots/{ballot_id}/paper/1")
    assert not re.search(r"<input[^>]* checked", mine.last.text)


async def test_a_double_press_makes_one_vote_and_one_note(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    browser = await window(supporter)
    at = await opened_paper(browser, await beside(given, member, supporter), ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    fields = {**browser.hidden(f"{at}/cast"), **HELP}
    for _ in range(2):
        assert (await browser.post(f"{at}/cast", fields)).status_code == 303
    assert await envelopes(given) == 1 and len(await supports(given)) == 1


async def test_m94_who_delivers_care_helps_with_a_note_on_every_page(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    member, worker = given.people["supported"][0], given.people["staff"][0]
    async with given.society.store.writing() as writing:
        await register.tie(writing, TieKind.DELIVERS_CARE_TO, worker, member, BEFORE.date(), by=None, at=BEFORE)
    browser = await window(worker)
    at = await opened_paper(browser, await beside(given, member, worker), ballot_id)
    assert "You also deliver care to Supported. Take extra care not to lead." in browser.text()
    await browser.get(at)
    assert "You also deliver care to Supported." in browser.text()


async def test_whether_the_member_has_voted_is_not_told_to_whoever_helps(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    contest = (await contests_of(given, ballot_id))[0]
    consent = await beside(given, member, supporter)
    at = (await given.ballot(ballot_id)).opens_at + timedelta(minutes=5)
    await lifecycle.cast(given.society, member, await seal(given, ballot_id, member, yes(contest), at), at=at)
    browser = await window(supporter)
    path = await opened_paper(browser, consent, ballot_id)
    await browser.send(f"{path}/paper/1", {"answer": "yes"})
    assert "Your earlier vote" not in browser.text() and "Nothing is sent yet." in browser.text()


async def test_what_ties_helper_and_member_goes_with_the_handles(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    browser = await window(supporter)
    at = await opened_paper(browser, await beside(given, member, supporter), ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    await browser.send(f"{at}/cast", HELP)
    await closed(given, ballot_id)
    refused = await browser.get(f"{at}/paper/1")
    assert refused.status_code == 409


async def test_the_clock_tells_whom_a_page_could_not_tell(given: Given, clock: Moments) -> None:
    ballot_id = await an_open_ballot(given)
    contest = (await contests_of(given, ballot_id))[0]
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    consent = await beside(given, member, supporter)
    at = clock.pass_(hours=1)
    sealing = await seal(given, ballot_id, member, yes(contest), at)
    support = Support(Way.BESIDE, consent, supporter, (Help.EXPLAINED,))
    await lifecycle.cast(given.society, member, sealing, at=at, support=support)
    site = Site("http://testserver.local", "tair-nant", "Tair Nant")
    for _ in range(2):
        await lifecycle.tell_support_due(given.society, at=at, site=site)
    async with given.society.store.reading() as reading:
        told = list(await reading.scalars(select(Letter.kind).where(Letter.kind == "ballot_supported")))
    assert len(told) == 1
