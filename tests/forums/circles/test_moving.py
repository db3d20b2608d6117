"""A circle ends or leaves with its records, and a group joins with what it brings (M23)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from uuid import UUID

from sqlalchemy import select

from govern.forums.circles import lifecycle
from govern.forums.circles.models import Circle, CircleSeat
from tests.forums.circles.conftest import Calder
from tests.window import Window

DAY = {"decided_on_day": "9", "decided_on_month": "11", "decided_on_year": "2026"}


async def with_decisions(calder: Calder) -> Window:
    """Hebden with two matters in its domain, one decision together and one by consent."""
    await calder.give(calder.hebden, "The rota")
    at = f"circles/{calder.hebden}"
    facilitator = await calder.window(calder.workers[0])
    await facilitator.get(f"{at}/decide")
    wanted = {"title": "An open day", **DAY, "other": "The rota", "there": str(calder.workers[0])}
    await facilitator.send(f"{at}/decide", {**wanted, "words": "In the spring."})
    await facilitator.get(f"{at}/propose")
    await facilitator.send(f"{at}/propose", {"other": "The rota", "title": "Nights", "text": "Two at night."})
    page = str(facilitator.last.url.path).split("/tair-nant/")[1]
    await facilitator.get(f"{page}/run")
    for _ in range(4):
        await facilitator.send(f"{page}/run/step")
    for person, said, reason in ((0, "consent", ""), (1, "objection", "")):
        fields = {"person": str(calder.workers[person]), "said": said, "reason": reason}
        await facilitator.send(f"{page}/run/answer", fields)
    await facilitator.send(f"{page}/run/end-round")
    return facilitator


async def the_archive(calder: Calder, browser: Window) -> bytes:
    answer = await browser.get(f"circles/{calder.hebden}/records.zip")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    return answer.content


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def packed(files: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


async def test_m23_the_export_holds_circle_people_decisions_and_hashes_anybody_can_check(calder: Calder) -> None:
    """Checked with Python's standard library alone, as somebody elsewhere would."""
    facilitator = await with_decisions(calder)
    files = unpacked(await the_archive(calder, facilitator))
    assert set(files) == {
        *("circle.json", "people.json", "decisions.json", "choices.json", "record.html", "SHA256SUMS"),
    }
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {n: hashlib.sha256(c).hexdigest() for n, c in files.items() if n != "SHA256SUMS"}
    circle, decisions = json.loads(files["circle.json"]), json.loads(files["decisions.json"])
    assert (circle["name"], circle["above"], circle["format"]) == (
        {"en": "Hebden"},
        "Members' Circle",
        "govern-circle/1",
    )
    assert {one["topic"] or one["words"]["en"] for one in circle["domain"]} == {
        "local_recruitment",
        "team_starting",
        "The rota",
    }
    assert {one["name"] for one in json.loads(files["people.json"])} == {"Worker 1", "Worker 2"}
    before = ""
    for one in decisions:
        said = one.pop("hash")
        plain = json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert one["before"] == before and said == hashlib.sha256(plain.encode()).hexdigest()
        before = said
    assert circle["last"] == before
    by_way = {one["way"]: one for one in decisions}
    assert by_way["together"]["title"] == {"en": "An open day"} and by_way["together"]["there"] == ["Worker 1"]
    assert by_way["consent"]["came"] == "consented" and by_way["consent"]["review_on"]
    said = {answer["who"]: answer["said"] for answer in by_way["consent"]["rounds"][0]["answers"]}
    assert said == {"Worker 1": "consent", "Worker 2": "concern"}
    page = files["record.html"].decode()
    assert "Hebden" in page and "An open day" in page and "Two at night." in page and before in page


async def test_m23_only_those_who_run_it_take_the_records_along(calder: Calder) -> None:
    member = await calder.window(calder.workers[1])
    await member.get(f"circles/{calder.hebden}/records")
    assert "Take the records along" not in member.text()
    assert (await member.get(f"circles/{calder.hebden}/records.zip")).status_code == 403
    facilitator = await calder.window(calder.workers[0])
    await facilitator.get(f"circles/{calder.hebden}/records")
    assert "Take the records along" in facilitator.text()


async def test_m23_a_circle_leaves_and_those_in_it_read_on_and_take_its_records(calder: Calder) -> None:
    facilitator = await with_decisions(calder)
    at = f"circles/{calder.hebden}"
    team = await calder.team()
    await facilitator.get(f"{at}/end")
    empty = await facilitator.send(f"{at}/end")
    assert empty.status_code == 422 and "Say in a sentence why." in facilitator.text()
    ending = {"words": "We go on by ourselves.", "gone_to": "Calder Care", "sure": "yes"}
    refused = await facilitator.send(f"{at}/end", ending)
    assert refused.status_code == 422 and "Circles or teams stand below this one." in facilitator.text()
    mair = await calder.window(calder.mair)
    await mair.get(f"circles/{team}/end")
    await mair.send(f"circles/{team}/end", {"words": "It is over.", "sure": "yes"})
    await facilitator.get(f"{at}/end")
    await facilitator.send(f"{at}/end", ending)
    assert "Take the records along" in facilitator.text()
    member = await calder.window(calder.workers[1])
    await member.get(at)
    assert "for Calder Care. What it did here can still be read." in member.text()
    assert "Record a decision" not in member.text() and "Worker 1" in member.text()
    assert json.loads(unpacked(await the_archive(calder, member))["circle.json"])["gone_to"] == "Calder Care"
    for path in ("decide", "people", "end", "change"):
        await facilitator.get(f"{at}/{path}")
        assert "Record this decision" not in facilitator.text() and "End it here" not in facilitator.text(), path
    by_hand = await calder.by_hand(facilitator, f"{at}/end", **ending)
    assert by_hand.status_code == 422 and "This circle ended on" in facilitator.text()
    await member.get("circles")
    assert "Hebden" not in member.text()


async def test_m23_a_group_joins_as_a_local_circle_with_its_records(calder: Calder) -> None:
    archive = await the_archive(calder, await with_decisions(calder))
    secretary = await calder.secretary()
    to = "office/circles/join"
    await secretary.get(to)
    fields = {"above": "body:members_circle", "body": "local_circle"}
    missing = await secretary.send_file(to, "none.zip", archive, "application/zip", body="local_circle")
    assert missing.status_code == 422 and "gets its domain from" in secretary.text()
    await secretary.send_file(to, "hebden.zip", archive, "application/zip", **fields)
    assert secretary.heading() == "What Hebden may decide"
    assert "The rota" in secretary.text() and "Finding workers locally" in secretary.text()
    joined = str(secretary.last.url.path).split("/")[-2]
    await secretary.get(f"circles/{joined}/records")
    assert "An open day" in secretary.text() and "Nights" in secretary.text()
    assert secretary.text().count("From the records that the circle brought along.") == 2
    assert "Who was there: Worker 1, Worker 2." in secretary.text()
    await secretary.get(f"circles/{joined}")
    assert "It joined from" in secretary.text() and "Nobody yet." in secretary.text()
    await secretary.get(to)
    again = await secretary.send_file(to, "hebden.zip", archive, "application/zip", **fields)
    assert again.status_code == 422 and "brought in already" in secretary.text()


async def test_m23_what_the_rules_give_to_others_stays_out_of_the_domain_of_a_group_that_joins(
    calder: Calder,
) -> None:
    archive = await the_archive(calder, await with_decisions(calder))
    secretary = await calder.secretary()
    await secretary.get("office/circles/join")
    above = {"above": f"circle:{await a_circle_without_a_domain(calder)}"}
    await secretary.send_file("office/circles/join", "hebden.zip", archive, "application/zip", **above)
    assert "2 matters from its records are not here: by the rules others decide them." in secretary.text()
    assert "The rota" in secretary.text()


async def a_circle_without_a_domain(calder: Calder) -> UUID:
    wanted = lifecycle.CircleDraft(name={"en": "Valley"}, aim={"en": "All of it"}, parent_body="board")
    async with calder.given.society.store.writing() as writing:
        return await lifecycle.begin_circle(writing, wanted, by=None, at=calder.clock.at)


async def test_m23_an_archive_in_which_anything_was_changed_is_refused(calder: Calder) -> None:
    files = unpacked(await the_archive(calder, await with_decisions(calder)))
    secretary = await calder.secretary()
    await secretary.get("office/circles/join")

    def resummed(changed: dict[str, bytes]) -> dict[str, bytes]:
        """Whoever changes a file would change its sum too."""
        lines = (f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in changed.items() if n != "SHA256SUMS")
        return {**changed, "SHA256SUMS": "".join(lines).encode()}

    decisions = json.loads(files["decisions.json"])
    other = json.dumps([{**decisions[0], "title": {"en": "No open day"}}, *decisions[1:]]).encode()
    fewer = json.dumps(decisions[:-1]).encode()
    for content, words in (
        (packed({**files, "people.json": b"[]"}), "people.json was changed after the archive was made"),
        (packed(resummed({**files, "decisions.json": other})), "Decision 1 does not follow the one before it"),
        (packed(resummed({**files, "decisions.json": fewer})), "The last decisions are missing"),
        (packed({n: c for n, c in files.items() if n != "circle.json"}), "circle.json is missing"),
        (packed(resummed({**files, "people.json": b'{"no": 1}'})), "not written as we write them"),
        (
            packed(resummed({**files, "circle.json": files["circle.json"].replace(b"circle/1", b"circle/9")})),
            "not written as we write them",
        ),
        (b"no archive at all", "no archive that we can open"),
    ):
        refused = await secretary.send_file(
            "office/circles/join", "it.zip", content, "application/zip", above="body:members_circle"
        )
        assert refused.status_code == 422 and words in secretary.text(), words
    none = await secretary.send("office/circles/join", above="body:members_circle")
    assert none.status_code == 422 and "Choose the archive that the group sent." in secretary.text()
    async with calder.given.society.store.reading() as reading:
        assert len(list(await reading.scalars(select(Circle.id)))) == 1


async def test_whoever_dies_sits_nowhere_and_their_team_ends_and_two_records_sit_once(calder: Calder) -> None:
    team = await calder.team()
    kept, gone = calder.workers[3], calder.workers[4]
    await calder.seat(calder.hebden, kept, gone)
    async with calder.given.society.store.writing() as writing:
        await lifecycle.leave_all(writing, calder.mair, by=None, at=calder.clock.at)
        await lifecycle.belong_once(writing, kept, gone, at=calder.clock.at)
    async with calder.given.society.store.reading() as reading:
        assert (await reading.get_one(Circle, team)).ended_on is not None
        sits = set(await reading.scalars(select(CircleSeat.person_id).where(CircleSeat.to_on.is_(None))))
    assert calder.mair not in sits and gone not in sits and kept in sits
