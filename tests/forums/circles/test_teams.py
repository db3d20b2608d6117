"""Teams: the person supported leads theirs and alone says who is in it (M19, M20, M42); a guide reads along (M31)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.forums.circles.models import Circle, TeamChoice
from govern.forums.circles.rules import Change
from tests.constituencies.supporters import a_supporter
from tests.forums.circles.conftest import Calder

NEW = {"name": "Mair's team", "aim": "Good days", "private": "no"}
SAID = {
    "how": "pointed",
    "expressed": "She put her hand on the photograph.",
    "present": "Ana, her sister",
    "chosen_on_day": "8",
    "chosen_on_month": "11",
    "chosen_on_year": "2026",
}


async def test_m19_the_person_begins_their_team_and_lets_in_and_lets_go(calder: Calder) -> None:
    mair = await calder.window(calder.mair)
    await mair.get("circles")
    assert "Hebden" in mair.text()
    await mair.get("circles/team")
    await mair.send("circles/team", {**NEW, "above": f"circle:{calder.hebden}"})
    assert mair.heading() == "Mair's team" and "Led by Supported 1" in mair.text()
    at = str(mair.last.url.path).split("/tair-nant/")[1]
    await mair.get(f"{at}/people")
    await mair.send(f"{at}/people", {"person": calder.numbers[calder.workers[2]], "part": "member"})
    assert "Worker 3 Member." in mair.text()
    again = await mair.send(f"{at}/people", {"person": calder.numbers[calder.workers[2]], "part": "member"})
    assert again.status_code == 422 and "in the circle already" in mair.text()
    await mair.get(at)
    assert "Let somebody in: Worker 3" in mair.text() and "On their own page" in mair.text()
    await mair.get(f"{at}/people")
    await mair.send(f"{at}/people/out", {"gone": str(calder.workers[2])})
    assert "Worker 3" not in mair.text()
    await mair.get(at)
    assert "Let somebody go: Worker 3" in mair.text()


async def test_m20_a_team_without_a_circle_above_it_is_refused(calder: Calder) -> None:
    mair = await calder.window(calder.mair)
    await mair.get("circles/team")
    refused = await mair.send("circles/team", NEW)
    assert refused.status_code == 422
    assert "A team grows in a circle that helps it begin. Choose the circle above it." in mair.text()
    assert "Good days" in refused.text  # nothing that was typed is lost
    board = await mair.send("circles/team", {**NEW, "above": "body:board"})
    assert board.status_code == 422 and "not under a board" in mair.text()
    wrong = await mair.send("circles/team", {**NEW, "above": "body:members_circle"})
    assert wrong.status_code == 422 and "stands under “Local circle”" in mair.text()
    assert (await mair.send("circles/team", {**NEW, "above": "circle:nowhere"})).status_code == 422
    async with calder.given.society.store.reading() as reading:
        assert len(list(await reading.scalars(select(Circle)))) == 1


async def test_m19_only_somebody_who_is_supported_leads_a_team(calder: Calder) -> None:
    worker = await calder.window(calder.workers[5])
    await worker.get("circles/team")
    refused = await worker.send("circles/team", {**NEW, "above": f"circle:{calder.hebden}"})
    assert refused.status_code == 422 and "led by the person it supports" in worker.text()


async def test_m19_the_care_manager_adds_nobody_without_the_persons_recorded_choice(calder: Calder) -> None:
    team, manager = await calder.team(), calder.workers[0]
    at = f"circles/{team}/people"
    mair = await calder.window(calder.mair)
    await mair.get(at)
    await mair.send(at, {"person": calder.numbers[manager], "part": "facilitator"})
    there = await calder.window(manager)
    await there.get(at)
    assert "Supported 1 chooses who is in this team. Ask them, or a supporter they named." in there.text()
    assert "Let somebody in" not in there.text()
    for path, fields in (
        (at, {"person": calder.numbers[calder.workers[4]], "part": "member"}),
        (f"{at}/out", {"gone": str(calder.mair)}),
        (f"circles/{team}/who-knows", {"private": "no"}),
    ):
        refused = await calder.by_hand(there, path, **fields, **SAID)
        assert refused.status_code in (403, 422), path
        assert "Only the person this team is around chooses who is in it." in there.text()
    secretary = await calder.secretary()
    assert (await secretary.get(at)).status_code == 403
    async with calder.given.society.store.reading() as reading:
        changes = list(await reading.scalars(select(TeamChoice.change)))
    assert sorted(changes) == sorted([Change.BEGAN, Change.LET_IN])


async def test_m19_a_named_supporter_writes_down_what_the_person_chose(calder: Calder) -> None:
    team, friend = await calder.team(), calder.given.people["advocate"][0]
    async with calder.given.society.store.writing() as writing:
        await a_supporter(writing, calder.mair, friend, calder.clock.at)
    there = await calder.window(friend)
    at = f"circles/{team}/people"
    await there.get(at)
    assert "Write down what they chose, and how they said it." in there.text()
    chosen = {"person": calder.numbers[calder.workers[4]], "part": "member"}
    for missing, words in (
        ("how", "Say how Supported said so."),
        ("expressed", "Say in a sentence how Supported showed it."),
        ("present", "Say who was there."),
        ("chosen_on_day", ""),
    ):
        refused = await there.send(at, {**chosen, **{k: v for k, v in SAID.items() if k != missing}})
        assert refused.status_code == 422 and words in there.text(), missing
    late = await there.send(at, {**chosen, **SAID, "chosen_on_year": "2031"})
    assert late.status_code == 422 and "This day is still to come." in there.text()
    await there.send(at, {**chosen, **SAID})
    assert "Worker 5 Member." in there.text()
    await there.get(f"circles/{team}")
    assert "They pointed or used symbols: She put her hand on the photograph." in there.text()
    assert "Who was there: Ana, her sister. Written down by Advocate 1." in there.text()
    await there.get(at)
    await there.send(f"{at}/out", {"gone": str(calder.workers[4]), **SAID})
    assert "Worker 5" not in there.text()


async def test_m19_a_supporter_who_delivers_the_care_never_lets_themselves_in(calder: Calder) -> None:
    team, carer = await calder.team(), calder.workers[6]
    async with calder.given.society.store.writing() as writing:
        day = calder.clock.at.date()
        tie = TieKind.DELIVERS_CARE_TO
        await register.tie(writing, tie, carer, calder.mair, day, by=None, at=calder.clock.at)
        await a_supporter(writing, calder.mair, carer, calder.clock.at)
    there = await calder.window(carer)
    at = f"circles/{team}/people"
    await there.get(at)
    refused = await there.send(at, {"person": calder.numbers[carer], "part": "member", **SAID})
    assert refused.status_code == 422 and "somebody else has to note that Supported wants you" in there.text()
    await there.send(at, {"person": calder.numbers[calder.workers[4]], "part": "member", **SAID})
    await there.get(f"circles/{team}")
    assert "Whoever wrote it down delivers care to the person." in there.text()


async def test_m19_the_office_begins_a_team_for_somebody_who_said_so_and_changes_nothing_after(
    calder: Calder,
) -> None:
    secretary = await calder.secretary()
    await secretary.get("office/circles/team")
    begin = {**NEW, "private": "yes", "above": f"circle:{calder.hebden}", "person": calder.numbers[calder.mair]}
    refused = await secretary.send("office/circles/team", begin)
    assert refused.status_code == 422 and "Say how Supported 1 said so." in secretary.text()
    await secretary.send("office/circles/team", {**begin, **SAID})
    assert secretary.heading() == "Circles and bodies" and "Mair's team" not in secretary.text()
    async with calder.given.society.store.reading() as reading:
        team = (await reading.scalars(select(Circle.id).where(Circle.leader_id == calder.mair))).one()
    assert (await secretary.get(f"circles/{team}")).status_code == 404
    mair = await calder.window(calder.mair)
    await mair.get(f"circles/{team}")
    assert "Written down by Nerys Tudur." in mair.text()


async def test_m42_a_private_team_is_there_for_nobody_outside_it(calder: Calder) -> None:
    team = await calder.team("Mair's own circle", private=True)
    mair = await calder.window(calder.mair)
    await mair.get(f"circles/{team}/people")
    await mair.send(f"circles/{team}/people", {"person": calder.numbers[calder.workers[3]], "part": "member"})
    inside = await calder.window(calder.workers[3])
    await inside.get("circles")
    assert "Mair's own circle" in inside.text() and "Only the team knows of it" in inside.text()
    outsiders = [calder.workers[0], calder.workers[5], calder.given.second, calder.given.officer]
    for person in outsiders:
        one = await calder.window(person)
        await one.get("circles")
        assert "own circle" not in one.last.text
        for rest in ("", "/people", "/domain", "/records", "/records.zip", "/decide", "/propose", "/end", "/change"):
            answer = await one.get(f"circles/{team}{rest}")
            assert answer.status_code == 404 and "own circle" not in answer.text, rest
    never = await (await calder.window(calder.workers[5])).get(f"circles/{UUID(int=7)}")
    assert never.status_code == 404
    await mair.get(f"circles/{team}/people")
    await mair.send(f"circles/{team}/who-knows", {"private": "no"})
    one = await calder.window(calder.workers[5])
    await one.get("circles")
    assert "Mair's own circle" in one.text()


async def test_m42_whoever_leaves_a_private_team_no_longer_finds_it(calder: Calder) -> None:
    team = await calder.team("Mair's own circle", private=True)
    mair = await calder.window(calder.mair)
    await mair.get(f"circles/{team}/people")
    await mair.send(f"circles/{team}/people", {"person": calder.numbers[calder.workers[3]], "part": "member"})
    inside = await calder.window(calder.workers[3])
    await inside.get(f"circles/{team}/people")
    await inside.send(f"circles/{team}/people/leave", {"leaving": "yes"})
    assert inside.heading() == "Circles and bodies" and "own circle" not in inside.text()
    assert (await inside.get(f"circles/{team}")).status_code == 404


async def test_m31_a_guide_from_outside_reads_everything_and_has_no_vote(calder: Calder) -> None:
    team = await calder.team(private=True)
    guide = calder.given.officer  # no member of the society
    mair = await calder.window(calder.mair)
    at = f"circles/{team}"
    await mair.get(f"{at}/people")
    email = f"{guide.hex}@example.org"
    await mair.send(f"{at}/people", {"person": email, "part": "guide"})
    await mair.send(f"{at}/people", {"person": calder.numbers[calder.workers[2]], "part": "member"})
    await mair.get(f"{at}/domain")
    await mair.send(f"{at}/domain", {"words": "Outings"})
    await mair.get(f"{at}/propose")
    matter = mair.last.text.split('name="matter" value="')[1].split('"')[0]
    await mair.send(f"{at}/propose", {"matter": matter, "title": "The sea", "text": "We go on Sunday."})
    page = str(mair.last.url.path).split("/tair-nant/")[1]
    await mair.get(f"{page}/run")
    for _ in range(4):
        await mair.send(f"{page}/run/step")
    there = await calder.window(guide)
    await there.get(at)
    assert "You are a guide here." in there.text() and "Let somebody in" in there.text()
    await there.get(page)
    assert "We go on Sunday." in there.text() and "What do you say?" not in there.text()
    assert "Give this answer" not in there.last.text and "You are not in this circle" in there.text()
    assert (await there.get(f"{page}/run")).status_code == 403
    assert (await there.get(f"{at}/decide")).status_code == 403
    vote = await calder.by_hand(there, f"{page}/vote", voted="for")
    assert vote.status_code == 422 and "Only those who sit in this circle have a word in it." in there.text()
    assert (await (await calder.secretary()).get(page)).status_code == 404
