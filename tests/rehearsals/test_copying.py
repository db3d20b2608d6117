"""A rehearsal is a copy that sends no mail, shares no key, says on every page what it is, and goes when told to."""

from __future__ import annotations

import io
import sqlite3
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pyotp
import pytest
from aiosmtpd.controller import Controller
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record, rehearsals
from govern.ballots import casting, lifecycle, queries
from govern.ballots.lifecycle.archiving import EMPTIED
from govern.ballots.models import Ballot
from govern.ballots.queries import printing, publishing
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.rules import Stage
from govern.ballots.seal import packs, receipts, signing
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.rules import as_rehearsed
from govern.errors import GovernError, Unavailable
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser, passwords
from govern.identity.models import Passkey, Session
from govern.identity.rules import Proof, Site
from govern.languages import LANGUAGES
from govern.post import lifecycle as post
from govern.post import queries as outbox
from govern.post import smtp
from govern.post.rules import Draft, LetterStage
from govern.settings import read_society_file
from govern.society import Societies, Society
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    closed,
    declared,
    election,
    frozen,
    lots_drawn,
    opened,
    published,
    stands,
    vote,
    yes,
)
from tests.given import START, Moments, settings
from tests.post.test_lifecycle import Mailbox
from tests.rehearsals.given_rehearsals import AT, NAME, home_of, rehearsed
from tests.servers.service import free_port
from tests.test_backups import contest_of
from tests.window import Window

PASSWORD = "kettle moss lantern bridge"
HASH = passwords.hash_now(PASSWORD)
SAYS = "This is a rehearsal. Nothing you do here counts"


async def an_officer_who_signs_in(given: Given) -> str:
    """Their authenticator's secret; their password is the one above."""
    secret, key = pyotp.random_base32(), given.society.key("codes")
    async with given.society.store.writing() as writing:
        await identity.set_password(writing, given.second, HASH, by=None, at=BEFORE)
        await identity.enrol(writing, key, given.second, secret)
        assert await identity.confirm(writing, key, given.second, pyotp.TOTP(secret).at(BEFORE), at=BEFORE)
    return secret


def every_byte(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


async def test_no_key_is_shared_and_officers_come_in_with_what_they_have(
    given: Given, service: AsyncTestClient[Litestar], clock: Moments
) -> None:
    await opened(given, await a_draft(given))
    secret = await an_officer_who_signs_in(given)
    async with given.society.store.writing() as writing:
        signed = await identity.begin(writing, given.second, Proof.PASSWORD_TOTP, Browser("Firefox"), at=START)
        token = await identity.make_link(writing, given.everybody[0], at=START)
    copy = await rehearsed(given)
    kept = [file.read_bytes() for file in (given.society.folder / "keys").rglob("*") if file.is_file()]
    inside = every_byte(copy.society.folder)
    assert len(kept) >= 6 and not any(key in inside for key in kept)
    assert not list((copy.society.folder / "keys" / "ballots").iterdir())
    cookies = {"cookie": f"s-{NAME}={signed.token}"}
    answer = await service.get(f"/en/{NAME}/office", headers=cookies, follow_redirects=False)
    assert "/sign-in" in answer.headers["location"], "who is signed in to the society is not signed in here"
    assert (await service.get(f"/en/tair-nant/sign-in/link/{token}")).text.count("<form") == 1
    assert "<form" not in (await service.get(f"/en/{NAME}/sign-in/link/{token}")).text.split("<main")[1]
    browser, at_the_door = Window(service, copy.society), f"/en/{NAME}/sign-in/officer"
    await browser.get(at_the_door)
    fields = {
        "email": f"{given.second.hex}@example.org",
        "password": PASSWORD,
        "code": pyotp.TOTP(secret).at(clock.at),
    }
    assert (await browser.send(at_the_door, fields)).status_code == 303, browser.text()
    assert "Office" in (await browser.get(f"/en/{NAME}/office")).text
    async with copy.society.store.reading() as reading:
        assert (await record.verify(reading)).holds
        assert await reading.scalar(select(func.count()).select_from(Session)) == 1
    await copy.society.store.close()


async def test_passkeys_come_along_as_authenticators_do(given: Given) -> None:
    async with given.society.store.writing() as writing:
        writing.add(
            Passkey(
                person_id=given.second,
                credential_id=b"known to a telephone",
                public_key=b"its public half",
                sign_count=4,
                name="The blue key",
                second_step_only=False,
                made_at=BEFORE,
            )
        )
    copy = await rehearsed(given)
    async with copy.society.store.reading() as reading:
        (row,) = await reading.scalars(select(Passkey))
    kept = (row.person_id, row.name, row.credential_id, row.public_key, row.sign_count)
    assert kept == (given.second, "The blue key", b"known to a telephone", b"its public half", 4)
    await copy.society.store.close()


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_every_page_of_it_says_what_it_is_and_no_page_of_the_society_does(
    given: Given, service: AsyncTestClient[Litestar], language: str
) -> None:
    """The two have the same versions of the rules, and are served by one process."""
    copy, say = await rehearsed(given), LANGUAGES[language].gettext
    banner = say("This is a rehearsal. Nothing you do here counts, and nobody is sent a letter.")
    for _ in range(2):
        for path in ("", "/ballots", "/rules", "/sign-in", "/sign-in/officer", "/no-such-page", "/help/secrecy"):
            theirs = (await service.get(f"/{language}/{NAME}{path}")).text
            ours = (await service.get(f"/{language}/tair-nant{path}")).text
            head = theirs.split("<main")[0]
            assert banner in head and f'href="/{language}/tair-nant"' in head, path
            name = LANGUAGES[language].say(as_name(language))
            assert f"– {name}</title>" in theirs, path
            assert banner not in ours and name not in ours and "ehears" not in ours, path
    asked = (await service.get(f"/{language}", follow_redirects=False)).headers.get("location")
    assert asked == f"/{language}/tair-nant", "nobody who looks for their society is led to the rehearsal"
    ways_in = (await service.get(f"/{language}/{NAME}/sign-in")).text
    assert say("We send you a mail with a link. You need no password.") not in ways_in
    await copy.society.store.close()


def as_name(language: str) -> str:
    name = {"en": "Tair Nant Care Co-operative", "cy": "Cydweithfa Ofal Tair Nant"}[language]
    return LANGUAGES[language].gettext("Rehearsal, nothing counts: {name}").format(name=name)


async def test_no_mail_leaves_it_though_a_mail_server_is_set(given: Given, tmp_path: Path) -> None:
    letter = Draft("sian@example.org", "notice", "meeting:1", "en", "A notice", "Please come.")
    async with given.society.store.writing() as writing:
        await post.write(writing, letter, at=AT)
    copy = await rehearsed(given)
    box, port = Mailbox(), free_port()
    mail = f'[mail]\nhost = "127.0.0.1"\nsender = "a@example.org"\nport = {port}\nsecurity = "none"\n'
    for folder in (given.society.folder, copy.society.folder):
        with (folder / "society.toml").open("a") as file:
            file.write(mail)
    ballot_id = await published(copy, await a_draft(copy))
    async with copy.society.store.writing() as writing:
        await lifecycle.freeze(writing, copy.society, ballot_id, by=copy.officer, at=OPENS - timedelta(days=1))
    async with copy.society.store.writing() as writing:
        site = Site("http://testserver.local", NAME, "Tair Nant")
        await lifecycle.open_(writing, copy.society, ballot_id, by=copy.officer, at=OPENS, site=site)
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        societies = Societies(settings(home_of(given)))
        assert societies.names() == ("tair-nant", NAME)
        assert await smtp.work(societies, lambda: CLOSES, once=True) == 1
        read = read_society_file(copy.society.folder / "society.toml")
        assert read.mail is not None and read.mail.port == port
        with pytest.raises(Unavailable, match="no mail leaves it"):
            await smtp.send_test_mail(read, "a@example.org", "s", "b", AT)
        await societies.close()
    finally:
        controller.stop()
    assert [one.rcpt_tos for one in box.received] == [["sian@example.org"]], "the society's own letter alone"
    async with copy.society.store.reading() as reading:
        kept = await outbox.outbox(reading)
        said = [await outbox.letter(reading, one.id, in_demo=False) for one in kept.letters[:3]]
    assert kept.counts == {LetterStage.WAITING: 24, LetterStage.ERASED: 1}
    for one in said:
        if one.stage is LetterStage.WAITING:
            assert one.subject.startswith("Rehearsal: ") and one.body is not None
            assert one.body.startswith("This is a rehearsal. Nothing in this letter counts.\n\n")
    await copy.society.store.close()


async def test_its_votes_name_it_so_that_no_tool_takes_them_for_the_societys(given: Given) -> None:
    copy = await rehearsed(given)
    manifests, papers = {}, {}
    for one in (given, copy):
        ballot_id = await opened(one, await a_draft(one))
        contest = await contest_of(one, ballot_id)
        await vote(one, ballot_id, one.everybody[0], yes(contest))
        async with one.society.store.reading() as reading:
            papers[one] = (await queries.receipt(reading, ballot_id, one.everybody[0], language="en")).file
            fixed = (await reading.get_one(Ballot, ballot_id)).manifest_hash
            assert fixed is not None
            manifests[one] = await casting.manifest_of(reading, ballot_id, fixed)
    real, other = manifests[given], manifests[copy]
    receipt = receipts.Receipt.from_bytes(papers[copy])
    receipts.verify(receipt, other.hash(), other.log_origin, other.log_key)
    with pytest.raises(GovernError):
        receipts.verify(receipt, real.hash(), real.log_origin, real.log_key)
    assert (real.log_origin, other.log_origin) == ("tair-nant/ballots/2026-1", f"{NAME}/ballots/2026-1")
    assert real.society == "Tair Nant Care Co-operative"
    assert other.society == "Rehearsal, nothing counts: Tair Nant Care Co-operative"
    assert real.log_key != other.log_key == signing.public_key_of(copy.society.key("log"))
    assert real.mixers != other.mixers and real.trustees != other.trustees and real.election_key != other.election_key
    await copy.society.store.close()


async def test_a_vote_that_is_held_in_both_comes_to_what_each_voted(given: Given) -> None:
    """It has one id in both, and one process may hold both."""
    ballot_id = await a_draft(given)
    copy = await rehearsed(given)
    told = []
    for one, choice, voters in ((copy, "no", 7), (given, "yes", 8)):
        await opened(one, ballot_id)
        contest = await contest_of(one, ballot_id)
        for person in (person for group in one.people.values() for person in group[:voters]):
            await vote(one, ballot_id, person, {contest: (choice,)})
        await closed(one, ballot_id)
        await lifecycle.count(one.society, ballot_id, by=one.officer, at=CLOSES)
        async with one.society.store.reading() as reading:
            told.append((await publishing._cells(reading, ballot_id), await packed_of(reading, ballot_id)))
    (theirs, their_bundle), (ours, our_bundle) = told
    assert theirs != ours and their_bundle != our_bundle
    assert NAME.encode() in their_bundle["manifest.json"] and NAME.encode() not in our_bundle["manifest.json"]
    await copy.society.store.close()


async def packed_of(reading: AsyncSession, ballot_id: UUID) -> dict[str, bytes]:
    return packs.unpack(io.BytesIO(await bundle_of(reading, ballot_id)))


async def test_what_is_printed_says_it_in_each_language(given: Given) -> None:
    copy = await rehearsed(given)
    ballot_id = await frozen(copy, await a_draft(copy))
    async with copy.society.store.writing() as writing:
        await lifecycle.say_where_papers_go(writing, ballot_id, "1 Bridge Street", by=copy.officer, at=AT)
    async with copy.society.store.reading() as reading:
        for language in ("en", "cy"):
            frame = await printing.frame_of(reading, ballot_id, language, at=AT)
            paper = printing.ballot_paper(frame, next(iter(frame.contests)), "standard")
            assert paper.society_name == as_name(language) and paper.foot()[0] == as_name(language)
        book = (await rulebooks.in_force(reading, AT.date())).rulebook
    assert as_rehearsed(book) == book, "said once, also where rules were begun in the rehearsal"
    await copy.society.store.close()


async def test_votes_under_way_stay_the_societys_and_no_handle_names_anybody_in_the_copy(given: Given) -> None:
    running, over, coming = await a_draft(given), await a_draft(given), await a_draft(given, election())
    await opened(given, running)
    contest = await contest_of(given, running)
    await vote(given, running, given.everybody[0], yes(contest))
    await declared(given, await opened(given, over))
    await stands(given, await contest_of(given, coming), given.people["supported"][1])
    await lots_drawn(given, coming)
    before = (await given.ballot(coming)).lots_commitment
    begun = await rehearsals.begin(given.society, at=OPENS + timedelta(days=1))
    folder = home_of(given) / begun.short
    copy = Given(
        Society(folder, read_society_file(folder / "society.toml")), given.people, given.officer, given.second
    )
    assert begun.under_way == 1
    gone = await copy.ballot(running)
    assert (gone.stage, gone.archived_at is not None) == (Stage.WITHDRAWN, True)
    assert gone.withdrawn_reason is not None and "goes on in the society itself" in gone.withdrawn_reason
    assert await copy.stage(over) is Stage.ARCHIVED
    assert (await copy.ballot(coming)).lots_commitment not in (None, before)
    with sqlite3.connect(folder / "society.sqlite") as connection:
        for table in EMPTIED:
            assert connection.execute(f"SELECT count(*) FROM {table.__tablename__}").fetchone() == (0,)
    with sqlite3.connect(given.society.folder / "society.sqlite") as connection:
        handles = [row[0] for row in connection.execute("SELECT person_id || handle FROM member_handle")]
        assert len(handles) == 48
    assert not (folder / "heads").exists()
    await vote(given, running, given.everybody[1], yes(contest))
    await closed(given, running)
    await lifecycle.count(given.society, running, by=given.officer, at=CLOSES)
    await copy.society.store.close()
