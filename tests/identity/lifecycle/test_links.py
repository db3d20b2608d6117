"""Members come in by a mailed link and code, by a printed link, by a code from a letter; and how each is refused."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.database import Store
from govern.errors import TooMany
from govern.identity import lifecycle, queries, rules
from govern.identity.lifecycle import Browser, Claim, PersonChanges, SignedIn, WhoIsIt
from govern.identity.models import LetterCode, SignInLink
from govern.identity.rules import LinkState, WrongTry
from tests.given import Moments
from tests.identity.conftest import BROWSER, KEY, SITE, AddPerson, letters, verbs

MINE = "the pre-session cookie of this browser"
THEIRS = "the pre-session cookie of another browser"


async def ask(
    store: Store,
    clock: Moments,
    email: str = "sian@example.org",
    pre_session: str = MINE,
    next_path: str = "/home",
    *,
    voting: bool = False,
) -> None:
    async with store.writing() as writing:
        await lifecycle.ask_for_link(
            writing,
            KEY,
            email=email,
            pre_session=pre_session,
            site=SITE,
            language="en",
            next_path=next_path,
            voting=voting,
            at=clock.at,
        )


async def mailed(store: Store) -> tuple[str, str]:
    """Token and code of the last mail."""
    body = (await letters(store))[-1].body or ""
    link = re.search(r"http://testserver\.local/en/tair-nant/sign-in/link/(\S+)", body)
    code = re.search(r"\b([2-9A-Z]{4} [2-9A-Z]{4})\b", body)
    assert link and code
    return link[1], code[1]


async def use(
    store: Store, clock: Moments, token: str, pre_session: str | None = MINE, claim: Claim | None = None
) -> SignedIn | WhoIsIt | WrongTry:
    async with store.writing() as writing:
        return await lifecycle.use_link(
            writing, KEY, token, pre_session=pre_session, browser=BROWSER, claim=claim, at=clock.at
        )


async def type_code(
    store: Store, clock: Moments, code: str, pre_session: str = MINE, claim: Claim | None = None
) -> SignedIn | WhoIsIt | WrongTry:
    async with store.writing() as writing:
        return await lifecycle.use_typed_code(
            writing, KEY, code, pre_session=pre_session, browser=BROWSER, claim=claim, at=clock.at
        )


async def test_the_link_in_the_mail_signs_in_where_it_was_asked_for(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    await ask(store, clock, " SIAN@example.org ", next_path="/ballots/7")
    (letter,) = await letters(store)
    assert (letter.to_address, letter.kind) == ("sian@example.org", "sign_in")
    token, _ = await mailed(store)
    entered = await use(store, clock, token)
    assert isinstance(entered, SignedIn)
    assert (entered.person_id, entered.next_path, entered.seconds) == (person, "/ballots/7", 24 * 3600)
    assert (await verbs(store))[1:] == ["link.asked", "link.used", "session.began"]


async def test_looking_at_a_link_uses_nothing_up(store: Store, clock: Moments, a_person: AddPerson) -> None:
    await a_person()
    await ask(store, clock)
    token, _ = await mailed(store)
    for _ in range(3):
        async with store.reading() as reading:
            assert (await queries.link_page(reading, token, MINE, clock.at)).state is LinkState.READY
            assert (await queries.link_page(reading, token, None, clock.at)).state is LinkState.ELSEWHERE
    assert isinstance(await use(store, clock, token), SignedIn)


async def test_a_link_works_once(store: Store, clock: Moments, a_person: AddPerson) -> None:
    await a_person()
    await ask(store, clock)
    token, code = await mailed(store)
    assert isinstance(await use(store, clock, token), SignedIn)
    with pytest.raises(rules.LinkSpent):
        await use(store, clock, token)
    assert isinstance(await type_code(store, clock, code), WrongTry)


async def test_a_link_is_too_old_after_ten_minutes(store: Store, clock: Moments, a_person: AddPerson) -> None:
    await a_person()
    await ask(store, clock)
    token, code = await mailed(store)
    clock.pass_(minutes=10)
    with pytest.raises(rules.LinkTooOld):
        await use(store, clock, token)
    assert isinstance(await type_code(store, clock, code), WrongTry)


async def test_a_forged_link_is_not_known(store: Store, clock: Moments, a_person: AddPerson) -> None:
    await a_person()
    await ask(store, clock)
    with pytest.raises(rules.NoSuchLink):
        await use(store, clock, "A" * 43)


async def test_a_link_asked_for_by_somebody_else_does_not_sign_them_in(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    """Somebody asks with Siân's address; she presses the link in her own browser. Neither is signed in by it."""
    await a_person()
    await ask(store, clock, pre_session=THEIRS)
    token, code = await mailed(store)
    with pytest.raises(rules.LinkElsewhere):
        await use(store, clock, token, MINE)
    assert isinstance(await type_code(store, clock, code, MINE), WrongTry)


async def test_the_code_from_the_mail_works_once_where_it_was_asked_for(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    await ask(store, clock)
    _, code = await mailed(store)
    entered = await type_code(store, clock, code.lower().replace(" ", "-"))
    assert isinstance(entered, SignedIn) and entered.person_id == person
    assert isinstance(await type_code(store, clock, code), WrongTry)


@pytest.mark.parametrize("email", ["sian@example.org", "nobody@example.org"])
async def test_after_five_wrong_codes_even_the_right_one_waits(
    store: Store, clock: Moments, a_person: AddPerson, email: str
) -> None:
    """The same for an address we do not know, and in another browser: nothing tells which are known."""
    await a_person()
    await ask(store, clock, email)
    for _ in range(5):
        assert isinstance(await type_code(store, clock, "AAAA AAAA"), WrongTry)
    await ask(store, clock, email, THEIRS)
    for browser in (MINE, THEIRS):
        with pytest.raises(TooMany) as refused:
            await type_code(store, clock, "AAAA AAAA", browser)
        assert 0 < refused.value.wait_seconds <= 3600


async def test_a_locked_code_does_not_lock_the_link(store: Store, clock: Moments, a_person: AddPerson) -> None:
    """Else anybody could lock anybody out by typing wrong codes for their address."""
    await a_person()
    await ask(store, clock)
    token, _ = await mailed(store)
    for _ in range(5):
        await type_code(store, clock, "AAAA AAAA")
    assert isinstance(await use(store, clock, token), SignedIn)


async def test_after_an_hour_codes_are_listened_to_again(store: Store, clock: Moments, a_person: AddPerson) -> None:
    await a_person()
    await ask(store, clock)
    for _ in range(5):
        await type_code(store, clock, "AAAA AAAA")
    clock.pass_(hours=1)
    await ask(store, clock)
    _, code = await mailed(store)
    assert isinstance(await type_code(store, clock, code), SignedIn)


async def test_asking_for_an_unknown_address_leaves_the_same_traces_and_no_mail(store: Store, clock: Moments) -> None:
    await ask(store, clock, "nobody@example.org")
    assert await letters(store) == []
    assert await verbs(store) == ["link.asked"]
    async with store.reading() as reading:
        (link,) = await reading.scalars(select(SignInLink))
    assert (link.person_id, link.mailbox) == (None, None)


async def test_a_mailbox_is_sent_five_links_an_hour(store: Store, clock: Moments, a_person: AddPerson) -> None:
    await a_person()
    for _ in range(8):
        await ask(store, clock)
    assert len(await letters(store)) == 5
    clock.pass_(minutes=61)
    await ask(store, clock)
    assert len(await letters(store)) == 6


async def test_a_printed_link_opens_in_any_browser_once_within_the_hour(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    async with store.writing() as writing:
        early = await lifecycle.make_link(writing, person, at=clock.at)
        late = await lifecycle.make_link(writing, person, at=clock.at)
    clock.pass_(minutes=59)
    assert isinstance(await use(store, clock, early, THEIRS), SignedIn)
    with pytest.raises(rules.LinkSpent):
        await use(store, clock, early, None)
    clock.pass_(minutes=1)
    with pytest.raises(rules.LinkTooOld):
        await use(store, clock, late, None)


async def test_nobody_comes_in_whose_account_is_closed(store: Store, clock: Moments, a_person: AddPerson) -> None:
    person = await a_person()
    async with store.writing() as writing:
        token = await lifecycle.make_link(writing, person, at=clock.at)
        (code, *_) = await lifecycle.issue_letter_codes(writing, KEY, person, by=None, site=SITE, at=clock.at)
        await lifecycle.deactivate(writing, person, by=None, at=clock.at)
    with pytest.raises(rules.NoSuchLink):
        await use(store, clock, token)
    async with store.writing() as writing:
        assert isinstance(await lifecycle.use_letter_code(writing, KEY, code, browser=BROWSER, at=clock.at), WrongTry)


async def codes_for(store: Store, clock: Moments, person: UUID) -> tuple[str, ...]:
    async with store.writing() as writing:
        return await lifecycle.issue_letter_codes(writing, KEY, person, by=None, site=SITE, at=clock.at)


async def type_letter_code(store: Store, clock: Moments, code: str, *, shared: bool = False) -> SignedIn | WrongTry:
    async with store.writing() as writing:
        browser = Browser("", shared)
        return await lifecycle.use_letter_code(writing, KEY, code, browser=browser, next_path="/home", at=clock.at)


async def test_a_code_from_a_letter_signs_its_person_in_once(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person(email=None)
    codes = await codes_for(store, clock, person)
    assert len(set(codes)) == 6
    entered = await type_letter_code(store, clock, rules.grouped(codes[0]).lower())
    assert isinstance(entered, SignedIn) and entered.person_id == person
    assert isinstance(await type_letter_code(store, clock, codes[0]), WrongTry)
    shared = await type_letter_code(store, clock, codes[1], shared=True)
    assert isinstance(shared, SignedIn) and shared.seconds is None


async def test_letter_codes_run_out_and_a_new_sheet_ends_the_old(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person(email=None)
    old = await codes_for(store, clock, person)
    new = await codes_for(store, clock, person)
    assert isinstance(await type_letter_code(store, clock, old[0]), WrongTry)
    clock.pass_(days=90)
    assert isinstance(await type_letter_code(store, clock, new[0]), WrongTry)


async def test_codes_and_tokens_are_nowhere_in_the_database(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person(email=None)
    (code, *_) = await codes_for(store, clock, person)
    async with store.reading() as reading:
        kept = [row.code_hash for row in await reading.scalars(select(LetterCode))]
    assert all(code.encode() not in mark and len(mark) == 32 for mark in kept)


async def test_whoever_has_an_address_is_told_of_codes_made_for_them(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    await codes_for(store, clock, await a_person())
    (letter,) = await letters(store)
    assert letter.kind == "identity_notice"


async def test_a_shared_mailbox_asks_who_it_is_and_for_a_code_from_the_letter(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    sian = await a_person("Siân Prosser", "house@example.org")
    huw = await a_person("Huw Rees", "house@example.org")
    sians, huws = await codes_for(store, clock, sian), await codes_for(store, clock, huw)
    await ask(store, clock, "house@example.org")
    token, code = await mailed(store)
    who = await use(store, clock, token)
    assert who == WhoIsIt(((huw, "Huw"), (sian, "Siân")))
    assert await type_code(store, clock, code) == who
    async with store.reading() as reading:
        assert await queries.sharers_waiting(reading, MINE, clock.at) == who.people
        assert await queries.sharers_waiting(reading, THEIRS, clock.at) == ()
    for claim in (Claim(sian), Claim(None, sians[0]), Claim(uuid4(), sians[0])):
        assert isinstance(await use(store, clock, token, claim=claim), WhoIsIt)
    wrong = await use(store, clock, token, claim=Claim(sian, huws[0]))
    assert isinstance(wrong, WrongTry) and wrong.field == "letter_code"
    entered = await use(store, clock, token, claim=Claim(sian, sians[0]))
    assert isinstance(entered, SignedIn) and entered.person_id == sian
    assert isinstance(await type_letter_code(store, clock, huws[0]), SignedIn)


async def test_while_people_vote_a_changed_address_is_no_way_in_for_three_days(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    async with store.writing() as writing:
        changes = PersonChanges(email="new@example.org")
        await lifecycle.change_person(writing, person, changes, by=None, at=clock.at, site=SITE)
    await ask(store, clock, email="new@example.org", voting=True)
    letter = (await letters(store))[-1]
    assert (letter.to_address, letter.kind) == ("new@example.org", "identity_notice")
    assert "sign-in/link" not in (letter.body or "") and "Links come to this address from" in (letter.body or "")
    clock.at += timedelta(hours=72)
    await ask(store, clock, email="new@example.org", voting=True)
    token, _ = await mailed(store)
    assert isinstance(await use(store, clock, token), SignedIn)


async def test_when_nobody_votes_a_changed_address_is_a_way_in_at_once(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    async with store.writing() as writing:
        changes = PersonChanges(email="new@example.org")
        await lifecycle.change_person(writing, person, changes, by=None, at=clock.at, site=SITE)
    await ask(store, clock, email="new@example.org")
    token, _ = await mailed(store)
    assert isinstance(await use(store, clock, token), SignedIn)
