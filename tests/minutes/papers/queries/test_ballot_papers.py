"""Papers of a vote, opened again by another program and held against the roll, the log and the count."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as votes
from govern.ballots.models import Ballot, RollEntry
from govern.ballots.queries.gathering import gather
from govern.constituencies.rulebook import queries as rulebook
from govern.documents import Blank, Document, EasyRow, Form, Photo, photographs, plain
from govern.errors import GovernError
from govern.languages import LANGUAGES
from govern.minutes.papers import lifecycle, queries
from govern.minutes.papers.queries import Wanted
from govern.minutes.papers.rules import PaperKind
from tests.ballots import given_ballots
from tests.ballots.given_ballots import OPENS, Given, a_society, election, motion, yes
from tests.documents.test_photographs import a_picture
from tests.given import a_home
from tests.minutes.papers.reading import has, words_of
from tests.minutes.papers.test_lifecycle import FOUND

AFTER = given_ballots.CLOSES + timedelta(hours=3)


@pytest.fixture
async def given() -> AsyncIterator[Given]:
    made = await a_society(a_home(), groups={"supported": 12, "staff": 11, "volunteers": 10})
    yield made
    await made.society.store.close()


async def made(
    given: Given, kind: PaperKind, ballot_id: UUID, language: str = "en", form: Form = Form.STANDARD
) -> Document:
    async with given.society.store.reading() as reading:
        return await queries.made(reading, Wanted(kind, ballot_id, LANGUAGES[language], form, AFTER))


async def refused(given: Given, kind: PaperKind, ballot_id: UUID) -> str:
    with pytest.raises(GovernError) as refusal:
        await made(given, kind, ballot_id)
    return str(refusal.value.message)


async def contests(given: Given, ballot_id: UUID) -> tuple[UUID, ...]:
    async with given.society.store.reading() as reading:
        return await votes.contest_ids(reading, ballot_id)


async def test_the_roll_is_certified_by_group_with_its_hash_and_not_before_it_is_frozen(
    given: Given, tmp_path: Path
) -> None:
    draft = await given_ballots.a_draft(given, motion())
    assert "Freeze it first" in await refused(given, PaperKind.ROLL, draft)
    await given_ballots.frozen(given, draft)
    words = words_of(await made(given, PaperKind.ROLL, draft), tmp_path)
    async with given.society.store.reading() as reading:
        ballot = await reading.get(Ballot, draft)
    assert ballot is not None and ballot.roll_hash is not None
    has(words, "Certificate of the roll: Autumn vote", "Together 33 0 33", "No entry was struck.")
    assert ballot.roll_hash.hex() in words.replace(" ", "")
    for group, heads in (("People supported", 12), ("Staff", 11), ("Volunteers", 10)):
        assert f"{group} {heads} 0 {heads}" in words
    assert "Cymraeg" in words_of(await made(given, PaperKind.ROLL, draft, "cy"), tmp_path)


async def an_election(given: Given) -> tuple[UUID, list[UUID]]:
    """A draft with six who stand."""
    draft = await given_ballots.a_draft(given, election())
    (contest,) = await contests(given, draft)
    return draft, [await given_ballots.stands(given, contest, who) for who in given.people["supported"][:6]]


async def gives(given: Given, candidate: UUID) -> None:
    """Their photograph, as the office keeps it."""
    kept = await photographs.keep(given.society.uploads(), a_picture(size=(400, 300)))
    printed = photographs.cut(photographs.content_of(given.society.uploads(), kept))
    both = {"en": "Ana laughs", "cy": "Mae Ana yn chwerthin"}
    async with given.society.store.writing() as writing:
        at = given_ballots.BEFORE
        await ballots.put_face(writing, candidate, kept, printed, both, "on paper", by=None, at=at)


async def names_in(given: Given, ballot_id: UUID) -> list[str]:
    async with given.society.store.reading() as reading:
        ((_, candidates),) = (await gather(reading, ballot_id)).contests
    return [one.name for one in candidates]


async def test_the_booklet_has_the_candidates_in_lot_order_with_their_words(given: Given, tmp_path: Path) -> None:
    draft = await given_ballots.a_draft(given, election())
    (contest,) = await contests(given, draft)
    for person in given.people["supported"][:3]:
        await given_ballots.stands(given, contest, person)
    assert "not drawn yet" in await refused(given, PaperKind.BOOKLET, draft)
    await given_ballots.lots_drawn(given, draft)
    await given_ballots.published(given, draft)
    words = words_of(await made(given, PaperKind.BOOKLET, draft), tmp_path)
    async with given.society.store.reading() as reading:
        ((_, candidates),) = (await gather(reading, draft)).contests
    names = [one.name for one in sorted(candidates, key=lambda one: one.lot_order or 0)]
    places = [words.index(name) for name in names]
    assert places == sorted(places) and len(places) == 3
    assert words.count("I will listen.") == 3
    has(words, "The order here was drawn by lot.", "Who stands: Autumn vote")


@pytest.mark.parametrize("form", [Form.STANDARD, Form.EASY_READ])
@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_booklet_shows_the_photograph_that_somebody_gave_and_says_what_is_in_it(
    given: Given, tmp_path: Path, form: Form, language: str
) -> None:
    ballot_id, candidates = await an_election(given)
    await gives(given, candidates[1])
    await given_ballots.lots_drawn(given, ballot_id)
    document = await made(given, PaperKind.BOOKLET, ballot_id, language, form)
    # A name at the head of three pages, different by a number alone, looks like a running head to one checker.
    words = words_of(document, tmp_path, "error")
    shown = [one for one in document.blocks if isinstance(one, EasyRow) and isinstance(one.picture, Photo)]
    assert len(shown) == 1 and "Ana" in plain(shown[0].text)
    for name in await names_in(given, ballot_id):
        assert words.count(name) >= 1
    assert words.count("I will listen.") == len(candidates)
    if form is Form.EASY_READ:
        assert document.labels.form in ("Easy Read", "Hawdd ei Ddeall")
    async with given.society.store.writing() as writing:
        await ballots.take_face(writing, candidates[1], by=None, at=given_ballots.BEFORE)
    again = await made(given, PaperKind.BOOKLET, ballot_id, language, form)
    assert not any(isinstance(one, EasyRow) and isinstance(one.picture, Photo) for one in again.blocks)


async def test_a_nomination_paper_names_the_seats_and_asks_for_consent(given: Given, tmp_path: Path) -> None:
    draft = await given_ballots.a_draft(given, election(title="Board of the house"))
    document = await made(given, PaperKind.NOMINATION, draft)
    words = words_of(document, tmp_path)
    async with given.society.store.reading() as reading:
        book = (await rulebook.in_force(reading)).rulebook
    blanks = [one.label for one in document.blocks if isinstance(one, Blank)]
    assert blanks.count("Name and number in the register") == book.elections.nominators > 0
    has(words, f"They can have {book.elections.statement_words} words.")
    has(words, "Nomination: Autumn vote", "Board of the house", "I agree to stand", "For the returning officer")
    has(words, "Came in on, at", "Refused", "Reason")
    only = await given_ballots.a_draft(given, motion())
    assert "Nobody is elected" in await refused(given, PaperKind.NOMINATION, only)


async def a_counted_vote(given: Given) -> UUID:
    """Of 33 on the roll five vote, one of them twice."""
    ballot_id = await given_ballots.an_open_ballot(given, motion())
    (contest,) = await contests(given, ballot_id)
    for person in given.people["supported"][:5]:
        await given_ballots.vote(given, ballot_id, person, yes(contest))
    await given_ballots.vote(given, ballot_id, given.people["supported"][0], yes(contest), OPENS + timedelta(hours=2))
    await given_ballots.declared(given, ballot_id)
    return ballot_id


async def test_the_scrutineers_report_reconciles_issued_with_returned_not_returned_and_replaced(
    given: Given, tmp_path: Path
) -> None:
    ballot_id = await a_counted_vote(given)
    assert "No scrutineer has reported" in await refused(given, PaperKind.SCRUTINY, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.report(writing, ballot_id, FOUND, by=given.second, at=AFTER)
    async with given.society.store.reading() as reading:
        sums = await queries.reconciled(reading, ballot_id)
    assert (sums.issued, sums.returned, sums.not_returned, sums.replaced) == (34, 5, 28, 1)
    assert (sums.counted, sums.said_counted, sums.holds) == (5, 5, True)
    words = words_of(await made(given, PaperKind.SCRUTINY, ballot_id), tmp_path)
    has(words, "Issued 34", "Returned 5", "Not returned 28", "Replaced by another of the same member 1")
    has(words, "Replaced by a later one of the same kind 1", "It is as it was frozen.", "give the same result")
    async with given.society.store.reading() as reading:
        found = await votes.result(reading, ballot_id, "en")
    assert found.result_hash in words.replace(" ", "")
    has(words, "20 papers were counted by hand. 0 came out another way.", "Roll, papers and count fit together.")
    has(words, "The board, 9 November 2026", "no interest in the result", FOUND.opinion, "There were none.")


async def test_a_declaration_says_what_was_issued_and_came_back_and_what_does_not_count_by_reason(
    given: Given, tmp_path: Path
) -> None:
    ballot_id = await a_counted_vote(given)
    words = words_of(await made(given, PaperKind.DECLARATION, ballot_id), tmp_path)
    has(words, "Issued 34", "Returned 5", "Not returned 28", "Replaced by another of the same member 1")
    has(words, "Replaced by a later one of the same kind 1")
    assert "Came after the close" not in words
    quiet = await given_ballots.an_open_ballot(given, motion())
    (contest,) = await contests(given, quiet)
    await given_ballots.vote(given, quiet, given.people["staff"][0], yes(contest))
    await given_ballots.declared(given, quiet)
    has(words_of(await made(given, PaperKind.DECLARATION, quiet), tmp_path), "Everything that came counts.")


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_result_in_easy_read_does_the_sum_and_keeps_back_what_the_full_paper_keeps_back(
    given: Given, tmp_path: Path, language: str
) -> None:
    ballot_id = await a_counted_vote(given)
    document = await made(given, PaperKind.DECLARATION, ballot_id, language, Form.EASY_READ)
    words = words_of(document, tmp_path)
    rows = [one for one in document.blocks if isinstance(one, EasyRow)]
    assert len(rows) >= 10 and all(one.picture is not None for one in rows)
    async with given.society.store.reading() as reading:
        found = await votes.result(reading, ballot_id, language)
    shown = found.contests[0].resolution
    assert shown is not None
    if language == "en":
        has(words, "33 members could vote.", "5 members voted.", "This is", "What you can do now")
        assert ("This is agreed." in words) is shown.carried
        told = f"{shown.for_} members said yes."
        assert (told in words) is shown.heads_told
    for row in shown.untold:
        assert f"{row.name}: {row.for_}" not in words


async def test_an_election_in_easy_read_names_who_is_chosen_and_why_others_are_not(
    given: Given, tmp_path: Path
) -> None:
    ballot_id, candidates = await an_election(given)
    await gives(given, candidates[0])
    await given_ballots.lots_drawn(given, ballot_id)
    await given_ballots.opened(given, ballot_id)
    (contest,) = await contests(given, ballot_id)
    for person in given.people["supported"][7:10]:
        await given_ballots.vote(given, ballot_id, person, {contest: (str(candidates[0]),)})
    await given_ballots.declared(given, ballot_id)
    document = await made(given, PaperKind.DECLARATION, ballot_id, form=Form.EASY_READ)
    words = words_of(document, tmp_path)
    async with given.society.store.reading() as reading:
        shown = (await votes.result(reading, ballot_id, "en")).contests[0].election
    assert shown is not None and shown.elected
    for fate in shown.fates:
        assert (f"{fate.name} is chosen." in words) is fate.elected
    has(words, f"There were {shown.seats} places.", "Who is not chosen, and why")
    assert sum(isinstance(one, EasyRow) and isinstance(one.picture, Photo) for one in document.blocks) == 1
    full = words_of(await made(given, PaperKind.DECLARATION, ballot_id), tmp_path)
    has(full, "Lots: promised", "Lots: shown", "Returning officer", "Chair")


async def test_a_roll_that_was_altered_is_seen(given: Given) -> None:
    ballot_id = await a_counted_vote(given)
    async with given.society.store.writing() as writing:
        writing.add(RollEntry(ballot_id=ballot_id, handle="zzzzzzzzzzzzzzzz", style="staff"))
    async with given.society.store.reading() as reading:
        sums = await queries.reconciled(reading, ballot_id)
    assert not sums.roll_holds and not sums.holds


async def test_before_the_count_there_are_no_sums(given: Given) -> None:
    ballot_id = await given_ballots.an_open_ballot(given, motion())
    assert "after the count" in await refused(given, PaperKind.SCRUTINY, ballot_id)
