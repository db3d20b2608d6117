"""Minutes on their way: a line and something to do in those that are written, and signed ones with everything."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from govern.minutes.book import lifecycle
from govern.minutes.book.lifecycle import easy
from govern.minutes.book.lifecycle.binding import bind
from govern.minutes.book.models import Minutes
from govern.minutes.book.rules import EasyPart, Stage
from govern.society import Society
from tests.meetings.scene import Scene
from tests.minutes.book.scene import END, a_closed_meeting

DUE = date(2027, 3, 1)


async def _lines_and_actions(
    scene: Scene, canary: str, minutes_id: UUID, owner: UUID, ids: dict[str, str], at: datetime
) -> None:
    """In the minutes that are written: a line, something that `owner` took on, a line of Easy Read."""
    said = {"en": f"{canary} spoke of the year.", "cy": f"Siaradodd {canary} am y flwyddyn."}
    by = scene.secretary
    async with scene.store.writing() as writing:
        note = await lifecycle.add_line(writing, minutes_id, None, said, "a-line-of-minutes", by=by, at=at)
        action = await lifecycle.take_on(writing, minutes_id, None, said, owner, DUE, "an-action", by=by, at=at)
        line = await easy.write_line(writing, minutes_id, None, EasyPart.TALKED, "openmoji-talk", said, by=by, at=at)
    ids |= {"note_id": str(note), "action_id": str(action), "line_id": str(line), "book_body": "general"}


async def _signed_ones(scene: Scene, canary: str, member: UUID, past: dict[str, str], at: datetime) -> None:
    """Minutes of another meeting, signed and opened to everybody, with a comment, an annex and Easy Read."""
    said = {"en": f"{canary} spoke again.", "cy": f"Siaradodd {canary} eto."}
    by = scene.secretary
    meeting_id = await a_closed_meeting(scene)
    async with scene.store.writing() as writing:
        made = await lifecycle.draft(writing, meeting_id, by=by, at=END)
        await lifecycle.keep_apart(writing, made, None, said, said, {}, by=by, at=at)
        await lifecycle.circulate(writing, made, by=by, at=at)
        comment = await lifecycle.comment(writing, made, None, f"{canary} was late.", by=member, at=at)
        await easy.write_line(writing, made, None, EasyPart.CAME, "openmoji-people", said, by=by, at=at)
        await easy.check(writing, made, member, by=by, at=at)
        await easy.release(writing, made, by=by, at=at)
        row = await writing.get_one(Minutes, made)
        row.stage, row.approved_at, row.signed_at, row.signed_by = Stage.SIGNED, at, at, by
        row.approved_meeting_id = meeting_id
        await writing.flush()
        await bind(writing, made, at)
        await lifecycle.open_to_everybody(writing, made, by=by, at=at)
    past["minutes_id"] = str(made)
    past["comment_id"] = str(comment)


async def minutes_on_their_way(
    society: Society,
    canary: str,
    people: dict[str, list[UUID]],
    ids: tuple[dict[str, str], dict[str, str]],
    at: datetime,
) -> None:
    """`ids` are those of most addresses and of the past. The first of the supported was at both meetings."""
    usual, past = ids
    names = {"Nerys Wyn": people["staff"][0]}
    names |= {f"{group} {n}": p for group, ps in people.items() for n, p in enumerate(ps) if p not in names.values()}
    scene = Scene(society.store, names)
    member = people["supported"][0]
    await _lines_and_actions(scene, canary, UUID(usual["minutes_id"]), member, usual, at)
    await _signed_ones(scene, canary, member, past, at)
    usual["comment_id"] = past["comment_id"]
