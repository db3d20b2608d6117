"""The report on democracy of a small year, worked out by hand; and that no small number stands in it."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.ballots.models import CountRun
from govern.ballots.rules.inputs import Inputs
from govern.constituencies.boards.models import CapBreach
from govern.constituencies.register.models import Training
from govern.constituencies.register.rules.training import TrainingKind
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import Store
from govern.forums.consultations.models import Consultation, ConsultationResponse, ConsultationSitting
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.models import Forum
from govern.forums.recommendations.models import Recommendation, RecommendationStep
from govern.forums.recommendations.rules import Stage
from govern.forums.recommendations.rules.journey import StepKind
from govern.languages import LANGUAGES
from govern.minutes.returns.queries import democracy as queries
from govern.minutes.returns.queries.democracy import Report
from govern.minutes.returns.rules import SocietyYear, democracy
from govern.minutes.returns.rules.democracy import Answered, Turnout, Voted
from tests.meetings.scene import AT, Scene
from tests.minutes.book.scene import a_closed_meeting_with_a_ballot, declared
from tests.minutes.returns.test_registers import words_of
from tests.window import Window

YEAR = SocietyYear(date(2026, 4, 1), date(2027, 3, 31))
PAGE = "office/returns/2027-03-31/democracy"


def test_turnout_adds_up_votes_and_leaves_small_groups_out() -> None:
    rows = [
        Voted("staff", 20, 10),
        Voted("staff", 10, 8),
        Voted("staff", 3, 3),
        Voted("supported", 4, 1),
    ]
    found = democracy.turnout(rows, 5)
    assert found == {"staff": Turnout(30, 18), "supported": None}
    assert democracy.together(found.values()) == Turnout(30, 18)
    assert str(Turnout(30, 18).share) == "3/5"


def test_small_numbers_are_kept_back_and_nothing_is_a_number() -> None:
    assert democracy.kept_back(0, 5) is None and democracy.kept_back(5, 5) is None
    assert str(democracy.kept_back(4, 5)) == "fewer than 5" and str(democracy.kept_back(1, 5)) == "fewer than 5"
    assert [democracy.out_of_ten(n, 20) for n in (0, 1, 10, 20)] == [0, 1, 5, 10]
    assert democracy.out_of_ten(0, 0) == 0


def test_an_answer_is_in_time_on_its_last_day_and_late_after_it() -> None:
    day = date(2026, 6, 1)
    answers = [
        Answered("adopt", day, day),
        Answered("decline", day + timedelta(days=1), day),
        Answered("amend", day, None),
        Answered("adopt", date(2026, 3, 31), day),
    ]
    found = democracy.asked([day, date(2026, 3, 31)], answers, [day, YEAR.last], YEAR)
    assert (found.raised, found.in_time, found.late, found.overdue) == (1, 2, 1, 1)
    assert (found.agreed, found.agreed_with_changes, found.declined) == (1, 1, 1)


async def a_forum(store: Store, *, restricted: bool) -> UUID:
    async with store.writing() as writing:
        words = {"en": "Pont-y-gof", "cy": "Pont-y-gof"}
        forum = await gatherings.found_forum(writing, ForumDraft(layer="local", name=words), by=None, at=AT)
        (await writing.get_one(Forum, forum)).restricted = restricted
    return forum


async def asks(scene: Scene, forum: UUID, answered: StepKind | None, *, late: bool = False) -> None:
    due = AT.date() + timedelta(days=30)
    async with scene.store.writing() as writing:
        one = uuid4()
        writing.add(
            Recommendation(
                id=one,
                forum_id=forum,
                stage=Stage.WITH,
                with_body="board",
                due_on=AT.date() if answered is None else due,
                agreed_on=AT.date(),
                written_by=scene.secretary,
                written_at=AT,
            )
        )
        await writing.flush()
        if answered is not None:
            day = due + timedelta(days=1) if late else due
            writing.add(
                RecommendationStep(
                    recommendation_id=one,
                    position=1,
                    kind=answered,
                    version=1,
                    on_day=day,
                    due_on=due,
                    reasons={},
                    easy={},
                    at=AT,
                )
            )


async def the_report(scene: Scene, language: str = "en") -> Report:
    async with scene.store.reading() as reading:
        return await queries.report(reading, YEAR, LANGUAGES[language])


def table(found: Report, key: str) -> dict[str, tuple[str, ...]]:
    (section,) = [one for one in found.sections if one.key == key]
    return {row.cells[0]: row.cells[1:] for row in section.rows}


async def test_forums_answers_and_training_as_counted_by_hand(scene: Scene) -> None:
    """Open forum: three asked, one agreed in time, one declined late, one still owed and late. A restricted one asked
    too, and is nowhere. Two people were trained, which is too few to say."""
    forum, hidden = await a_forum(scene.store, restricted=False), await a_forum(scene.store, restricted=True)
    await asks(scene, forum, StepKind.ADOPT)
    await asks(scene, forum, StepKind.DECLINE, late=True)
    await asks(scene, forum, None)
    await asks(scene, hidden, StepKind.ADOPT)
    async with scene.store.writing() as writing:
        for name in ("Member 1", "Member 2"):
            writing.add(
                Training(
                    person_id=scene.people[name],
                    kind=TrainingKind.BOARD,
                    had_on=date(2026, 5, 1),
                    given_by="Us",
                    evidence="There",
                    noted_at=AT,
                )
            )
    found = await the_report(scene)
    assert table(found, "answers") == {
        "Recommendations of forums": ("3",),
        "Answered in time": ("1",),
        "Answered late": ("1",),
        "Still owed at the end, and late": ("1",),
        "Agreed with": ("1",),
        "Agreed with changes": ("0",),
        "Declined, with reasons": ("1",),
    }
    assert [row[0] for row in table(found, "forums").values()] == ["1"]
    assert list(table(found, "training").values()) == [(f"fewer than {found.floor}",)]
    assert "Forums asked for 3 things." in [str(words) for words, _ in found.easy]
    assert [s.key for s in (await the_report(scene, "cy")).sections] == [s.key for s in found.sections]


async def test_people_asked_one_by_one_are_counted_by_way_and_few_are_not_told(scene: Scene) -> None:
    """Six were invited: four took part (three in words, all four with symbols), one was not reached, one stopped."""
    said: dict[str, str] = {"en": "Swim?"}
    asked = Consultation(
        **{"stage": "open", "asks": "proposal", "title": said, "question": said, "context": said},
        **{"can_change": said, "who_decides": said, "decide_by": YEAR.last, "ask_until": YEAR.last},
        **{"runs_id": scene.secretary, "written_by": scene.secretary, "written_at": AT, "opened_at": AT},
    )
    people = [scene.people[f"Member {n}"] for n in range(1, 7)]
    heard = [*["final"] * 4, "not_reached", "stopped"]
    async with scene.store.writing() as writing:
        writing.add(asked)
        await writing.flush()
        for number, (person, state) in enumerate(zip(people, heard, strict=True)):
            view = {"stance": "for", "evidence": "stated", "confidence": "high"} if state == "final" else {}
            response = {"consultation_id": asked.id, "person_id": person, "code": f"AB{number}", "invited_at": AT}
            writing.add(ConsultationResponse(**response, heard=state, **view))
        for number, way in enumerate((*["words"] * 3, *["symbols"] * 4)):
            writing.add(
                ConsultationSitting(
                    sent_id=uuid4(),
                    consultation_id=asked.id,
                    person_id=people[number % 4],
                    through="page",
                    adaptation=way,
                    led_by=scene.secretary,
                    began_at=AT,
                    assent="given",
                    assent_how="said so",
                    entered_at=AT,
                )
            )
    found = await the_report(scene)
    assert table(found, "consulted") == {
        "Were invited": ("6",),
        "Took part": ("4",),
        "Did not want to take part": ("0",),
        "Wanted to stop": ("fewer than 3",),
        "Were not reached": ("fewer than 3",),
    }
    assert list(table(found, "methods").values()) == [("3",), ("4",)]
    assert "We asked 4 people one by one what they think." in [str(words) for words, _ in found.easy]


async def test_a_limit_not_kept_is_told_with_the_day_it_was_put_right(scene: Scene) -> None:
    (cap, *_) = (await the_book(scene)).caps
    async with scene.store.writing() as writing:
        for opened, cured in ((date(2026, 5, 1), date(2026, 7, 1)), (date(2024, 5, 1), date(2025, 7, 1))):
            breach = {"scope": "board", "cap": cap.id, "opened_on": opened, "limit": "3", "counted": 4}
            writing.add(CapBreach(**breach, cured_on=cured))
    ((_, row),) = table(await the_report(scene), "caps").items()
    assert row == ("3", "4", "Friday 1 May 2026", "Wednesday 1 July 2026")


async def the_book(scene: Scene) -> Rulebook:
    async with scene.store.reading() as reading:
        return (await rulebook.in_force(reading, YEAR.last)).rulebook


async def a_declared_vote(scene: Scene) -> None:
    """W1 of the domain report: 112 of 195 voted, 7 through peers, 2 by proxies left free."""
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    async with scene.store.writing() as writing:
        run = (await writing.scalars(select(CountRun))).one()
        none: dict[str, int] = {}
        inputs = Inputs(
            ballot="B",
            manifest_hash="",
            log_size=0,
            log_root="",
            roll=none,
            voted=none,
            set_aside=0,
            contests=(),
            order=(),
            ways={"peer": 7, "proxy_free": 2},
        )
        run.inputs = inputs.to_text()


async def test_turnout_and_ways_are_those_of_the_declared_vote(scene: Scene) -> None:
    """80 of 120, 30 of 45, 2 of 30: 112 of 195. Two proxies are too few to say."""
    await a_declared_vote(scene)
    found = await the_report(scene)
    assert found.floor == 3
    assert table(found, "turnout") == {
        "People supported": ("120", "80", "66.7%"),
        "Staff": ("45", "30", "66.7%"),
        "Volunteers": ("30", "2", "6.7%"),
        "These together": ("195", "112", "57.4%"),
    }
    assert table(found, "ways") == {
        "Through elected peers": ("7", "6.3%"),
        "Directed to a proxy": ("0", "0.0%"),
        "Left to a proxy": ("fewer than 3", "–"),
        "On paper": ("0", "0.0%"),
    }
    assert [bar.turnout.voted for bar in found.bars] == [80, 30, 2]
    assert "About 6 of every 10 people voted." in [str(words) for words, _ in found.easy]


async def test_a_picture_stands_beside_the_table_of_turnout(secretary: Window, here: Scene) -> None:
    await a_declared_vote(here)
    await secretary.get(PAGE)
    (picture,) = re.findall(r'<figure class="co-fig">(.*?)</figure>', secretary.last.text, re.S)
    assert picture.count("<rect") >= 6 and "Volunteers, 6.7%: 2 of 30" in picture
    assert (await secretary.get(f"{PAGE}.pdf")).content.startswith(b"%PDF-")


async def test_the_report_is_a_page_in_plain_and_easy_words_and_a_paper_of_both(secretary: Window) -> None:
    await secretary.get(PAGE)
    assert "are kept back" in secretary.text() and "What forums asked, and the answers" in secretary.text()
    await secretary.get(f"{PAGE}?easy=true")
    assert "This is about one year." in secretary.text() and "<table" not in secretary.last.text
    for end in ("", "?easy=true"):
        assert (await secretary.get(f"{PAGE}.pdf{end}")).content.startswith(b"%PDF-")
    assert (await secretary.get("office/returns/2027-03-30/democracy")).status_code == 404


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
async def test_the_paper_says_what_the_page_says(secretary: Window) -> None:
    await secretary.get(PAGE)
    cells = re.findall(r"<td[^>]*>([^<]+)</td>", secretary.last.text)
    paper = (await secretary.get(f"{PAGE}.pdf")).content
    words = words_of(paper)
    assert cells and all(cell.strip() in words for cell in cells)
    for bears in ("Report on democracy", "D-2027-03-31", "Rules, version", "Record"):
        assert bears in words
