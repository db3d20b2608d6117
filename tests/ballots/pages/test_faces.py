"""Photographs of those who stand: given with consent at the office, shown beside their words, taken back any day."""

from __future__ import annotations

from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.ballots import lifecycle, queries
from govern.documents import photographs
from govern.errors import NotFound, NotValid, WrongMoment
from tests.ballots import given_ballots
from tests.ballots.given_ballots import BEFORE, Given, a_draft, election
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_picturing import folder
from tests.documents.test_photographs import PLACE, a_picture, with_a_place
from tests.window import Window

SHOWS = {"description": "Ana laughs in her garden", "description_cy": "Mae Ana yn chwerthin yn ei gardd"}
AGREED = {"consent": "With a cross on the nomination paper"}
BOTH = {"en": "Ana", "cy": "Ana"}


async def an_election(given: Given) -> tuple[UUID, UUID]:
    """A draft, and the first of those who stand in it."""
    ballot_id = await a_draft(given, election())
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    candidate, *_ = [await given_ballots.stands(given, contest, who) for who in given.people["supported"][:6]]
    return ballot_id, candidate


async def gives(given: Given, candidate: UUID) -> photographs.Photograph:
    kept = await photographs.keep(given.society.uploads(), a_picture())
    printed = photographs.cut(photographs.content_of(given.society.uploads(), kept))
    async with given.society.store.writing() as writing:
        await lifecycle.put_face(writing, candidate, kept, printed, BOTH, "on paper", by=None, at=BEFORE)
    return kept


async def test_the_office_keeps_a_candidates_photograph_made_anew_and_takes_it_away(
    given: Given, window: Opens
) -> None:
    ballot_id, candidate = await an_election(given)
    at = f"office/ballots/{ballot_id}/candidates/{candidate}/photograph"
    office = await window(given.second)
    await office.get(at)
    assert "There is no photograph yet." in office.text()
    for size in ((60, 40), (80, 40)):
        sent = a_picture(size=size, exif=with_a_place())
        await office.send_file(at, "ana.jpg", sent, "image/jpeg", "photograph", **SHOWS, **AGREED)
        assert 'alt="Ana laughs in her garden"' in office.last.text
    (kept,) = folder(given)  # the first one gave way, with its file
    assert PLACE not in kept.read_bytes()
    picture = office.last.text.split('<figure class="co-section"><img src="')[1].split('"')[0]
    assert (await office.get(picture)).content == kept.read_bytes()
    await office.get(at)
    await office.send(f"{at}/remove")
    assert "There is no photograph yet." in office.text() and folder(given) == []
    assert (await office.get(picture)).status_code == 404


@pytest.mark.parametrize(
    ("content", "sent", "said"),
    [
        (b"%PDF-1.7 no picture", SHOWS | AGREED, "not a picture we can open"),
        (a_picture(), AGREED | {"description_cy": "Ana"}, "Say what the picture shows"),
        (a_picture(), AGREED | {"description": "Ana"}, "in every language of the society"),
        (a_picture(), SHOWS, "Say how they agreed"),
    ],
)
async def test_without_a_picture_words_or_consent_it_is_refused_and_nothing_is_left(
    given: Given, window: Opens, content: bytes, sent: dict[str, str], said: str
) -> None:
    ballot_id, candidate = await an_election(given)
    at = f"office/ballots/{ballot_id}/candidates/{candidate}/photograph"
    office = await window(given.second)
    await office.get(at)
    answer = await office.send_file(at, "ana.jpg", content, "image/jpeg", "photograph", **sent)
    assert answer.status_code == 422 and said in office.text()
    assert all(f'value="{words}"' in office.last.text for words in sent.values())
    assert folder(given) == []


async def test_nobody_gives_one_after_publication_or_for_a_name_taken_back_yet_it_is_taken_back_on_any_day(
    given: Given, window: Opens
) -> None:
    ballot_id, candidate = await an_election(given)
    kept = await gives(given, candidate)
    await given_ballots.lots_drawn(given, ballot_id)
    await given_ballots.published(given, ballot_id)
    with pytest.raises(WrongMoment):
        await gives(given, candidate)
    office = await window(given.second)
    at = f"office/ballots/{ballot_id}/candidates/{candidate}/photograph"
    await office.get(at)
    assert "no new photograph can be given" in office.text() and "How did they agree?" not in office.text()
    await office.send(f"{at}/remove")
    async with given.society.store.writing() as writing:
        with pytest.raises(NotFound):
            await lifecycle.take_face(writing, candidate, by=None, at=BEFORE)
    assert not (given.society.uploads() / photographs.FOLDER / f"{kept.id}.jpg").exists()
    other, gone = await an_election(given)
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw_candidate(writing, gone, by=None, at=BEFORE)
    with pytest.raises(WrongMoment, match="does not stand any more"):
        await gives(given, gone)
    assert other != ballot_id


async def test_consent_that_says_nothing_is_none(given: Given) -> None:
    _, candidate = await an_election(given)
    kept = await photographs.keep(given.society.uploads(), a_picture())
    for consent in ("  ", "x" * 401):
        async with given.society.store.writing() as writing:
            with pytest.raises(NotValid) as refusal:
                await lifecycle.put_face(writing, candidate, kept, b"", BOTH, consent, by=None, at=BEFORE)
            assert refusal.value.field == "consent"


async def test_a_voter_sees_it_beside_the_words_and_a_passer_by_never_even_after_the_declaration(
    given: Given, window: Opens, service: AsyncTestClient[Litestar]
) -> None:
    ballot_id, candidate = await an_election(given)
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    kept = await gives(given, candidate)
    await given_ballots.lots_drawn(given, ballot_id)
    await given_ballots.opened(given, ballot_id)
    voter = await window(given.people["supported"][3])
    await voter.get(f"ballots/{ballot_id}")
    assert f'photographs/{kept.id}" alt="Ana"' in voter.last.text
    assert (await voter.get(f"ballots/{ballot_id}/photographs/{kept.id}")).status_code == 200
    await given_ballots.vote(given, ballot_id, given.people["supported"][3], {contest: (str(candidate),)})
    await given_ballots.declared(given, ballot_id)
    assert (await voter.get(f"ballots/{ballot_id}/photographs/{kept.id}")).status_code == 200
    passer_by = Window(service, given.society, follows=True)
    assert (await passer_by.get(f"ballots/{ballot_id}/photographs/{kept.id}")).status_code == 404
