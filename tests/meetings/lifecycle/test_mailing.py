"""A notice by mail is in each person's language and format, as their letters by post are."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import update

from govern.constituencies.register.models import people
from govern.languages import LANGUAGES
from govern.meetings import queries
from govern.meetings.lifecycle.easy_parts import easy_parts
from govern.meetings.lifecycle.mailing import as_text
from tests.meetings.scene import PAGES, Scene, a_called_meeting, letters

FORMATS = ("standard", "large_print", "easy_read", "braille")
LARGE = {"en": "This notice in large print", "cy": "Yr hysbysiad hwn mewn print bras"}
PICTURES = {"en": "You can read this with pictures", "cy": "Gallwch ddarllen hwn gyda lluniau"}


async def mail_of(scene: Scene, number: int) -> str:
    (letter,) = [one for one in await letters(scene.store) if one.to_address == f"member{number}@example.org"]
    return letter.body or ""


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_each_member_has_the_notice_by_mail_in_their_own_format(scene: Scene, language: str) -> None:
    async with scene.store.writing() as writing:
        for number, form in enumerate(FORMATS, start=1):
            change = update(people).where(people.c.id == scene.people[f"Member {number}"])
            await writing.execute(change.values(format=form, language=language))
    meeting_id = await a_called_meeting(scene)
    async with scene.store.reading() as reading:
        paper = await queries.notice_paper(reading, meeting_id, language)
    standard, large, easy, braille = [await mail_of(scene, number) for number in range(1, 5)]
    link = f"{PAGES[language]}/notice.pdf?size=large"
    assert large.startswith(f"{paper.title}\n\n{LARGE[language]}") and link in large
    assert large.replace(large.split("\n\n")[1] + "\n\n", "") == standard and link not in standard
    assert braille == large, "whoever reads another format gets large print, as by post"
    lines = [words for part in easy_parts(paper) for words, _ in part.lines]
    assert lines and all(line in easy.split("\n") for line in lines)
    assert PICTURES[language] in easy and f"{PAGES[language]}/notice?easy=1" in easy
    assert not any(note in easy for note in paper.notes if note not in lines), "no long line stands there"
    assert all(note in standard for note in paper.notes)


async def test_what_is_said_to_one_person_alone_is_in_their_easy_mail(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    async with scene.store.reading() as reading:
        paper = await queries.notice_paper(reading, meeting_id, "en")
    body = as_text(paper, LANGUAGES["en"], ("You vote for Ana too.",), "easy_read")
    assert "For you\nYou vote for Ana too." in body


async def test_where_the_page_has_no_papers_below_it_no_address_is_made_up(scene: Scene) -> None:
    """A forum's gathering has its notice on its own page; what is called off has no page at all."""
    meeting_id = await a_called_meeting(scene)
    async with scene.store.reading() as reading:
        paper = await queries.notice_paper(reading, meeting_id, "en")
    for link in ("https://vote.example/en/tn/forums/1/gatherings/1", ""):
        bare = msgspec.structs.replace(paper, link=link)
        for form in FORMATS:
            body = as_text(bare, LANGUAGES["en"], (), form)
            assert "/notice" not in body and "large print" not in body
            assert not link or f"\n{link}\n" in body
