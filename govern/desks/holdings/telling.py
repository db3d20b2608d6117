"""What is held of somebody, told as a page that stands alone and as JSON, written while it is read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date

from govern.desks.holdings.gathering import Fields, Part
from govern.desks.holdings.naming import Given
from govern.languages import Language
from govern.sentences import Sentence
from govern.web.page import render

#: What columns are called on the page. Others are called what they are called in the file.
WORDS = {
    "name": Sentence("Name"),
    "first_name": Sentence("Goes by"),
    "email": Sentence("Email"),
    "phone": Sentence("Telephone"),
    "postal_address": Sentence("Address"),
    "born_on": Sentence("Born on"),
    "language": Sentence("Language"),
    "format": Sentence("Papers"),
    "number": Sentence("Number"),
    "constituency": Sentence("Group"),
    "joined_on": Sentence("Joined on"),
    "joined_reason": Sentence("Reason for joining"),
    "ended_on": Sentence("Left on"),
    "ended_reason": Sentence("Reason for leaving"),
    "entered_on": Sentence("In the register since"),
    "attribute": Sentence("What is noted"),
    "from_on": Sentence("Since"),
    "to_on": Sentence("Until"),
    "source": Sentence("How we know"),
    "role": Sentence("The office"),
    "body": Sentence("Body or text"),
    "due_on": Sentence("Term ends on"),
    "how_filled": Sentence("How it was filled"),
    "browser": Sentence("Browser"),
    "subject": Sentence("Subject"),
    "sent_at": Sentence("Sent at"),
    "written_at": Sentence("Written at"),
    "at": Sentence("When"),
    "happened": Sentence("What happened"),
    "ballot": Sentence("Vote"),
    "envelope": Sentence("Envelope"),
    "wanted": Sentence("What was asked for"),
    "reason": Sentence("Reason"),
    "answer": Sentence("Answer"),
    "stage": Sentence("Where it stands"),
    "was": Sentence("What it was"),
}


async def as_page(
    parts: AsyncIterator[Part], language: Language, *, society: str, name: str, on: date
) -> AsyncIterator[bytes]:
    """A page that can be kept and opened anywhere: no script, nothing from elsewhere."""
    pieces = render("desks/holdings.html", language.code, society=society, name=name, on=on).split("<!-- parts -->")
    yield pieces[0].encode()
    async for part in parts:
        rows = [_shown(row, language) async for row in part.rows]
        yield render("desks/_holding.html", language.code, part=part, rows=rows, sealed=Given.SEALED).encode()
    yield pieces[1].encode()


def _shown(row: Fields, language: Language) -> list[tuple[str, str]]:
    return [
        (
            language.say(WORDS[name]) if name in WORDS else name.replace("_", " "),
            language.say(value) if isinstance(value, Sentence) else str(value),
        )
        for name, value in row.items()
        if value not in (None, "")
    ]


async def as_json(
    parts: AsyncIterator[Part], language: Language, *, society: str, name: str, on: date
) -> AsyncIterator[bytes]:
    """The same for machines: one object, a list of rows for each part."""
    head = {"society": society, "name": name, "made_on": on.isoformat()}
    yield (json.dumps(head, ensure_ascii=False)[:-1] + ', "parts": [').encode()
    first = True
    async for part in parts:
        about = {
            "id": part.id,
            "what": language.say(part.what),
            "why": language.say(part.why),
            "given": part.given.value,
        }
        yield (("" if first else ",\n") + json.dumps(about, ensure_ascii=False)[:-1] + ', "rows": [').encode()
        first, comma = False, ""
        async for row in part.rows:
            plain = {key: language.say(v) if isinstance(v, Sentence) else v for key, v in row.items()}
            yield (comma + json.dumps(plain, ensure_ascii=False)).encode()
            comma = ",\n"
        yield b"]}"
    yield b"]}\n"
