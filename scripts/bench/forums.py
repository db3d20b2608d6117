"""Six forums on four layers with 2,000 people and a year of items: how long the server takes for each of their pages.

Three local forums and a family-only one, an area forum above them and the council on top, as in the rules of
"cartrefi_like". Each local forum gathered six times, planned twenty days out, and asked the layer above ten times.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from govern import founding
from govern.clock import now
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules.training import TrainingKind
from govern.forums.activities import lifecycle as activities
from govern.forums.activities.rules import OpenTo, Plan, Way
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft, ItemDraft
from govern.forums.gatherings.lifecycle.calling import Invitation
from govern.forums.gatherings.models import Belonging
from govern.forums.gatherings.rules import ItemKind, Standing
from govern.forums.recommendations import lifecycle as recommendations
from govern.forums.recommendations.rules import EasyLine, Wording
from govern.identity.rules import Proof
from govern.meetings import lifecycle as meetings
from govern.meetings.rules import Mode
from govern.settings import Settings
from govern.society import Societies
from scripts.bench.figures import row
from scripts.bench.hall import SHORT, fill, signed_in
from scripts.bench.http import Client
from scripts.bench.pages import Page, show
from tests.servers.service import Service

PEOPLE = 2_000
GROUPS = ("supported", "employee", "community")
GATHERINGS, ITEMS, DAYS_OUT, ASKED, HERE = 6, 8, 20, 10, 12


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        asyncio.run(_measure(Path(name) / "home"))


async def _measure(home: Path) -> None:
    pages = await _a_year(home)
    print(row("page", "time p50, ms", "p95, ms", "HTML, KB", "with all it loads, KB"))
    print(row(*["---"] * 5))
    with Service(home) as service:
        client = Client(service.port)
        for page in pages:
            await show(client, page)
        await client.close()


async def _a_year(home: Path) -> list[Page]:
    """The society a year on, and the pages of a member, of a facilitator and of the secretary."""
    at = now()
    # By day, since whoever comes is checked in on the day of a gathering that begins an hour later.
    begun = (at - timedelta(days=364)).replace(hour=10)
    new = founding.Founding("Cartrefi Bach", SHORT, "cartrefi_like", "Nerys Tudur", "nerys@example.org")
    await founding.found(Settings(home=home), new, at=begun - timedelta(days=1))
    society = await Societies(Settings(home=home)).find(SHORT)
    people = [uuid4() for _ in range(PEOPLE)]
    await fill(society, people, begun, groups=GROUPS)
    async with society.store.writing() as writing:
        council = await _found(writing, "national", people[:12], None, begun)
        area = await _found(writing, "regional", people[:60], council, begun)
        third = PEOPLE // 3
        local = [await _found(writing, "local", people[n * third : (n + 1) * third], area, begun) for n in range(3)]
        family = ForumDraft(layer="family", name={"en": "Families"}, linked_to=local[0])
        await gatherings.found_forum(writing, family, by=None, at=begun)
    for number, forum in enumerate(local):
        async with society.store.writing() as writing:
            here = people[number * third : number * third + HERE]
            kind = TrainingKind.FACILITATION
            await register.note_training(
                writing, here[0], kind, begun.date(), "Cwmpas", "Certificate", by=None, at=begun
            )
            last = await _gathered(writing, forum, here, begun)
            walk = await _days_out(writing, forum, here, begun, at)
            asked = await _asked(writing, forum, here[0], begun)
    member, leader = await signed_in(society, [here[1], here[0]], Proof.LINK)
    await society.store.close()
    stem, lead = f"/en/{SHORT}", f"/en/{SHORT}/facilitate/forums/{forum}"
    paths = {
        "home": "home",
        "forums": "forums",
        "a forum": f"forums/{forum}",
        "its gatherings": f"forums/{forum}/gatherings",
        "a gathering": f"forums/{forum}/gatherings/{last}",
        "its days out": f"forums/{forum}/activities",
        "a day out": f"activities/{walk}",
        "its year": f"forums/{forum}/years/{at.year}",
        "days out to join": "activities",
        "the map of recommendations": "recommendations",
        "a recommendation": f"recommendations/{asked}",
        "you said, we did": "recommendations/answered",
        "circles and bodies": "circles",
    }
    theirs = {
        "leading: the forum": lead,
        "leading: its gatherings": f"{lead}/gatherings",
        "leading: its voices": f"{lead}/voices?months=12",
        "leading": f"{stem}/facilitate",
    }
    return [
        *(Page(name, f"{stem}/{path}", member.cookies) for name, path in paths.items()),
        *(Page(name, path, leader.cookies) for name, path in theirs.items()),
    ]


async def _found(writing: AsyncSession, layer: str, people: list[UUID], parent: UUID | None, at: datetime) -> UUID:
    draft = ForumDraft(layer=layer, name={"en": f"Forum {people[0].hex[:4]}"}, parent=parent)
    forum = await gatherings.found_forum(writing, draft, by=None, at=at)
    rows = [
        {
            "id": uuid4(),
            "forum_id": forum,
            "person_id": person,
            "standing": Standing.MEMBER,
            "constituency": GROUPS[number % len(GROUPS)],
            "from_on": at.date(),
        }
        for number, person in enumerate(people)
    ]
    await writing.execute(insert(Belonging), rows)
    await gatherings.name_facilitator(writing, forum, people[0], at.date(), by=None, at=at)
    return forum


async def _gathered(writing: AsyncSession, forum: UUID, here: list[UUID], begun: datetime) -> UUID:
    leader = here[0]
    for number in range(GATHERINGS):
        at = begun + timedelta(days=28 * number)
        raised = [
            await gatherings.raise_item(
                writing, forum, ItemDraft(kind=ItemKind.TALK, title={"en": f"Item {n}"}), by=here[n], at=at
            )
            for n in range(ITEMS)
        ]
        when = Invitation(starts_at=at + timedelta(hours=1), place={"en": "The hall"})
        meeting = await gatherings.call(writing, forum, when, by=leader, at=at)
        points = [await gatherings.take_up(writing, forum, meeting, one, by=leader, at=at) for one in raised]
        await gatherings.send_agenda(writing, forum, meeting, pages={}, by=leader, at=at)
        for person in here:
            await meetings.check_in(writing, meeting, person, Mode.IN_PERSON, by=leader, at=at, forum_id=forum)
        await gatherings.begin(writing, forum, meeting, to_talk=False, by=leader, at=at)
        for one in points:
            await gatherings.note(writing, forum, one, "Everybody spoke, and we go on.", by=leader, at=at)
            await gatherings.hear(writing, forum, one, by=leader, at=at)
        await gatherings.close(writing, forum, meeting, by=leader, at=at)
    return meeting


async def _days_out(writing: AsyncSession, forum: UUID, here: list[UUID], begun: datetime, now_: datetime) -> UUID:
    for number in range(DAYS_OUT):
        ahead = number >= DAYS_OUT - 4
        at = now_ if ahead else begun + timedelta(days=14 * number)
        plan = Plan(
            title=f"Day out {number}", starts_at=at + timedelta(days=10), place="Pont", open_to=OpenTo.SOCIETY
        )
        walk = await activities.plan(writing, forum, plan, "en", organiser=here[0], by=here[0], at=at)
        for person in here[1:]:
            await activities.sign_up(writing, walk, person, Way.PAGE, None, by=person, at=at)
    return walk


async def _asked(writing: AsyncSession, forum: UUID, leader: UUID, begun: datetime) -> UUID:
    for number in range(ASKED):
        at = begun + timedelta(days=30 * number)
        easy = {code: (EasyLine("vendor/symbols/openmoji-house.svg", "A ramp."),) for code in ("en", "cy")}
        words = {"en": f"A ramp at door {number}", "cy": f"Ramp wrth ddrws {number}"}
        asked = await recommendations.write(
            writing, forum, Wording(title=words, text=words, easy=easy), by=leader, at=at
        )
        await recommendations.agree(writing, asked, at.date(), "Notes, item 1", by=leader, at=at)
    return asked


if __name__ == "__main__":
    main()
