"""Photographs and trials of what there is to choose: taken in at the office, part of what is asked, gated."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from govern.ballots import lifecycle
from govern.ballots.lifecycle.picturing import option_entry
from govern.ballots.models import ContestOption
from govern.ballots.queries import photographs_of, printing
from govern.ballots.rules import Trial
from govern.ballots.rules.params import text_hash
from govern.ballots.seal.manifest import Manifest
from govern.documents import EasyRow, Paragraph, Photo, photographs
from govern.errors import NotFound, NotValid, WrongMoment
from tests.ballots.given_ballots import BEFORE, OPENS, Given, a_draft, frozen, opened, published
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_options import VANS, options_of, pictured, vans
from tests.documents.test_photographs import PLACE, a_picture, with_a_place
from tests.window import Window

BOTH = {"en": "Ana", "cy": "Ana"}
TRIAL = Trial(BOTH, BEFORE.date(), BOTH)


def folder(given: Given) -> list[Path]:
    kept = given.society.uploads() / photographs.FOLDER
    return sorted(kept.iterdir()) if kept.exists() else []


async def test_the_office_gives_a_thing_its_photograph_which_is_made_anew_and_replaced_and_taken_away(
    given: Given, window: Opens
) -> None:
    ballot_id = await a_draft(given, vans())
    contest, options = await options_of(given, ballot_id)
    at = f"office/ballots/{ballot_id}/options/{contest}/{options[0]}"
    office = await window(given.second)
    await office.get(at.rpartition("/")[0])
    assert "It has no photograph." in office.text()
    await office.get(at)
    for size in ((60, 40), (80, 40)):
        sent = a_picture(size=size, exif=with_a_place())
        shows = {"description": "A long van with a ramp", "description_cy": "Fan hir â ramp"}
        answer = await office.send_file(f"{at}/photograph", "van.jpg", sent, "image/jpeg", "photograph", **shows)
        assert answer.status_code == 200 and 'alt="A long van with a ramp"' in office.last.text
    (kept,) = folder(given)  # the first one gave way, with its file
    assert PLACE not in kept.read_bytes() and Image.open(kept).size == (80, 40)
    picture = office.last.text.split('<figure class="co-section"><img src="')[1].split('"')[0]
    assert (await office.get(picture)).content == kept.read_bytes()
    await office.get(at)
    await office.send(f"{at}/photograph/remove")
    assert "There is no photograph yet." in office.text() and folder(given) == []
    assert (await office.get(picture)).status_code == 404


@pytest.mark.parametrize(
    ("content", "shows", "said"),
    [
        (b"%PDF-1.7 no picture", {"description": "A van", "description_cy": "Fan"}, "not a picture we can open"),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00",
            {"description": "A van", "description_cy": "Fan"},
            "too large to be opened safely",
        ),
        (a_picture(), {"description_cy": "Fan"}, "Say what the picture shows"),
        (a_picture(), {"description": "A van"}, "in every language of the society"),
    ],
)
async def test_what_is_no_picture_a_picture_bomb_and_one_without_words_are_refused_and_nothing_is_left(
    given: Given, window: Opens, content: bytes, shows: dict[str, str], said: str
) -> None:
    ballot_id = await a_draft(given, vans())
    contest, options = await options_of(given, ballot_id)
    at = f"office/ballots/{ballot_id}/options/{contest}/{options[0]}"
    office = await window(given.second)
    await office.get(at)
    answer = await office.send_file(f"{at}/photograph", "van.jpg", content, "image/jpeg", "photograph", **shows)
    assert answer.status_code == 422 and said in office.text()
    assert all(f'value="{words}"' in office.last.text for words in shows.values())
    assert folder(given) == []


async def test_who_tried_it_is_noted_and_taken_away_again(given: Given, window: Opens) -> None:
    ballot_id = await a_draft(given, vans())
    contest, options = await options_of(given, ballot_id)
    at = f"office/ballots/{ballot_id}/options/{contest}/{options[0]}"
    office = await window(given.second)
    await office.get(at)
    sent = {"who": "Ana and Bo", "who_cy": "Ana a Bo", "on_day": "3", "on_month": "10", "on_year": "2026"}
    answer = await office.send(f"{at}/trials", {**sent, "found": "The ramp is steep."})
    assert answer.status_code == 422 and "every language" in office.text() and "The ramp is steep." in office.text()
    await office.send(f"{at}/trials", {**sent, "found": "The ramp is steep.", "found_cy": "Mae'r ramp yn serth."})
    assert "Ana and Bo, " in office.text() and "3 October 2026" in office.text()
    await office.send(f"{at}/trials/1/remove")
    assert "Nobody has noted a trial yet." in office.text()
    assert (await office.post(f"{at}/trials/7/remove", {})).status_code in (403, 404)


async def test_a_vote_where_some_things_have_a_photograph_and_others_none_is_not_published(given: Given) -> None:
    """Nothing may be favoured (service standard 6): all have one, or none has."""
    ballot_id = await a_draft(given, vans())
    await pictured(given, ballot_id, many=2)
    with pytest.raises(WrongMoment, match="Nothing may be favoured"):
        await published(given, ballot_id)
    contest, options = await options_of(given, ballot_id)
    for option in options[:2]:
        async with given.society.store.writing() as writing:
            await lifecycle.take_photograph(writing, contest, UUID(option), by=None, at=BEFORE)
    await published(given, ballot_id)


async def test_once_published_and_frozen_neither_photograph_nor_trial_changes(given: Given, window: Opens) -> None:
    ballot_id = await a_draft(given, vans())
    await pictured(given, ballot_id)
    contest, options = await options_of(given, ballot_id)
    at = f"office/ballots/{ballot_id}/options/{contest}/{options[0]}"
    office = await window(given.second)
    await office.get(at)
    form = office.hidden(f"{at}/photograph")
    for step in (published, frozen_after):
        await step(given, ballot_id)
        option = UUID(options[0])
        kept = await photographs.keep(given.society.uploads(), a_picture())
        async with given.society.store.writing() as writing:
            for act in (
                lifecycle.put_photograph(writing, contest, option, kept, BOTH, by=None, at=BEFORE),
                lifecycle.take_photograph(writing, contest, option, by=None, at=BEFORE),
                lifecycle.note_trial(writing, contest, option, TRIAL, by=None, at=BEFORE),
                lifecycle.remove_trial(writing, contest, option, 1, by=None, at=BEFORE),
            ):
                with pytest.raises(WrongMoment):
                    await act
        photographs.forget(given.society.uploads(), kept.id)
    before = folder(given)
    answer = await office.client.post(
        office.at(f"{at}/photograph"),
        data={**form, "description": "Another", "description_cy": "Arall"},
        files={"photograph": ("van.jpg", a_picture(), "image/jpeg")},
        headers=office.headers(),
    )
    assert answer.status_code == 422 and "roll of this vote is frozen" in answer.text
    assert folder(given) == before
    await office.get(at)
    assert (
        "stay as they are" in office.text() and "<form" not in office.last.text.split("<main")[1].split("</main")[0]
    )


async def frozen_after(given: Given, ballot_id: UUID) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.freeze(writing, given.society, ballot_id, by=given.officer, at=OPENS)


async def test_the_manifest_states_hash_and_words_of_each_photograph_and_binds_the_trials(given: Given) -> None:
    ballot_id = await a_draft(given, vans())
    await pictured(given, ballot_id)
    await frozen(given, ballot_id)
    ballot = await given.ballot(ballot_id)
    assert ballot.manifest is not None
    manifest = Manifest.from_bytes(ballot.manifest)
    _, options = await options_of(given, ballot_id)
    async with given.society.store.reading() as reading:
        kept = {one.hash for one in await photographs_of(reading, ballot_id)}
        rows = [await reading.get_one(ContestOption, UUID(option)) for option in options]
    assert {entry.photograph for entry in manifest.contests[0].options} == kept and len(kept) == 3
    assert [entry.shows["en"] for entry in manifest.contests[0].options] == [f"{van} with a ramp" for van in VANS]
    first = rows[0]
    bound = option_entry(first)
    assert bound == manifest.contests[0].options[0]
    first.trials = "[]"
    assert option_entry(first).text_hash != bound.text_hash


async def test_a_thing_without_photograph_and_trials_is_stated_as_it_always_was(given: Given) -> None:
    """Older votes keep their hashes."""
    ballot_id = await a_draft(given, vans())
    await frozen(given, ballot_id)
    ballot = await given.ballot(ballot_id)
    assert ballot.manifest is not None and b"photograph" not in ballot.manifest
    _, options = await options_of(given, ballot_id)
    async with given.society.store.reading() as reading:
        row = await reading.get_one(ContestOption, UUID(options[0]))
    stated = Manifest.from_bytes(ballot.manifest).contests[0].options[0]
    assert stated.text_hash == text_hash(row.title, row.words, "", {})


async def test_a_photograph_is_seen_by_whom_the_vote_is_there_for(given: Given, window: Opens) -> None:
    ballot_id = await a_draft(given, vans())
    await pictured(given, ballot_id)
    async with given.society.store.reading() as reading:
        one = (await photographs_of(reading, ballot_id))[0]
    at = f"ballots/{ballot_id}/photographs/{one.id}"
    member = await window(given.people["staff"][0])
    nobody = Window(member.client, given.society)
    assert (await member.get(at)).status_code == 404  # it is still being written
    await opened(given, ballot_id)
    assert (await member.get(at)).status_code == 200
    assert (await nobody.get(at)).status_code == 404
    other = await a_draft(given, vans())
    await opened(given, other)
    assert (await member.get(f"ballots/{other}/photographs/{one.id}")).status_code == 404


async def test_the_printed_paper_shows_every_photograph_in_one_shape_with_its_words(
    given: Given, window: Opens
) -> None:
    ballot_id = await a_draft(given, vans())
    await pictured(given, ballot_id)
    await opened(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.say_where_papers_go(writing, ballot_id, "1 High Street", by=given.second, at=OPENS)
    office = await window(given.second)
    answer = await office.get(f"office/paper/{ballot_id}/paper.pdf")
    assert answer.content.startswith(b"%PDF") and answer.content.count(b"/Subtype /Image") >= 3
    async with given.society.store.reading() as reading:
        frame = await printing.frame_of(reading, ballot_id, "en", at=OPENS)
        kept = await photographs_of(reading, ballot_id)
    seen = printing.with_photographs(frame, given.society.uploads(), kept)
    blocks = printing.paper_blocks(seen, next(iter(seen.contests)), "standard")
    rows = [block for block in blocks if isinstance(block, EasyRow)]
    shapes = [Image.open(io.BytesIO(row.picture.content)).size for row in rows if isinstance(row.picture, Photo)]
    assert shapes == [photographs.PRINTED] * 3
    assert all(
        f"{van}: two wheelchairs fit. The photograph shows: {van} with a ramp." in str(row.text)
        for van, row in zip(VANS, rows, strict=True)
    )
    assert ["Easy to get in." in str(row.text) for row in rows] == [True, False, False]
    assert not any("Easy to get in." in str(block.text) for block in blocks if isinstance(block, Paragraph))


async def test_a_note_that_is_not_there_and_a_thing_of_another_choice_are_not_found(given: Given) -> None:
    ballot_id = await a_draft(given, vans())
    contest, options = await options_of(given, ballot_id)
    other, _ = await options_of(given, await a_draft(given, vans()))
    async with given.society.store.writing() as writing:
        for act in (
            lifecycle.remove_trial(writing, contest, UUID(options[0]), 1, by=None, at=BEFORE),
            lifecycle.take_photograph(writing, contest, UUID(options[0]), by=None, at=BEFORE),
            lifecycle.note_trial(writing, other, UUID(options[0]), TRIAL, by=None, at=BEFORE),
        ):
            with pytest.raises(NotFound):
                await act
        with pytest.raises(NotValid):
            late = Trial(BOTH, OPENS.date(), BOTH)
            await lifecycle.note_trial(writing, contest, UUID(options[0]), late, by=None, at=BEFORE)
