"""The report on democracy of a small year, worked out by hand; and that no small number stands in it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
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
from govern.forums.consultations.rules import Adaptation
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.models import Forum
from govern.forums.recommendations.models import Recommendation, RecommendationStep
from govern.forums.recommendations.rules import Stage
from govern.forums.recommendations.rules.journey import StepKind
from govern.languages import LANGUAGES
from govern.minutes.returns.queries import consulted, drawn
from govern.minutes.returns.queries import democracy as queries
from govern.minutes.returns.queries.democracy import Report
from govern.minutes.returns.rules import SocietyYear, democracy
from govern.minutes.returns.rules.democracy import Answered, Voted
from tests.meetings.scene import AT, Scene
from tests.minutes.book.scene import a_closed_meeting_with_a_ballot, declared
from tests.minutes.returns.test_registers import words_of
from tests.window import Window

YEAR = SocietyYear(date(2026, 4, 1), date(2027, 3, 31))
PAGE = "office/returns/2027-03-31/democracy"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("staff", 20, 10), ("staff", 10, 8)], {"staff": (30, 18)}),
        ([("staff", 20, 10), ("staff", 10, 2)], {"staff": None}),
        ([("staff", 20, 10), ("staff", 0, 0)], {"staff": (20, 10)}),
        ([("public", 0, 0)], {}),
        ([("staff", 20, 10), ("supported", 40, 30), ("public", 9, 4)], {"supported": (40, 30)}),
        ([("staff", 20, 10), ("supported", 40, 30), ("public", 9, 0)], {"supported": (40, 30)}),
        ([("staff", 20, 3), ("public", 9, 1), ("town", 9, 2), ("supported", 40, 30)], {"supported": (40, 30)}),
    ],
    ids=[
        "added up",
        "few in one vote",
        "nobody in one",
        "nobody",
        "few, and the next",
        "none, and the next",
        "three",
    ],
)
def test_turnout_adds_up_votes_and_keeps_back_what_a_sum_would_give_away(
    rows: list[tuple[str, int, int]], told: dict[str, tuple[int, int] | None]
) -> None:
    """Few of "public" voted: the total of a vote and the other groups would say how many. So the next smallest goes
    with it."""
    found = democracy.turnout([Voted(*row) for row in rows], 5)
    shown = {group: (one.roll, one.voted) for group, one in found.items() if one is not None}
    assert shown == {group: numbers for group, numbers in told.items() if numbers is not None}
    assert set(found) == {group for group, roll, _ in rows if roll}
    together = democracy.together(found.values())
    assert (together.roll, together.voted) == (sum(n for n, _ in shown.values()), sum(n for _, n in shown.values()))


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
    """Six were invited: four took part (three in words, all four with symbols), one was not reached, one stopped. The
    sum would say that it is one each."""
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
        "Were invited": ("kept back",),
        "Took part": ("4",),
        "Did not want to take part": ("0",),
        "Wanted to stop": ("fewer than 3",),
        "Were not reached": ("fewer than 3",),
    }
    assert list(table(found, "methods").values()) == [("3",), ("4",)]
    assert "We asked 4 people one by one what they think." in [str(words) for words, _ in found.easy]


@pytest.mark.parametrize(
    ("heard", "reached", "invited", "took_part"),
    [
        ({"took_part": 4, "stopped": 1}, {}, "kept back", "4"),
        ({"took_part": 4, "declined": 1, "stopped": 1, "not_reached": 1}, {}, "kept back", "4"),
        ({"took_part": 4, "declined": 2, "stopped": 2, "not_reached": 2, "asked": 2}, {}, "kept back", "4"),
        ({"took_part": 4, "declined": 2, "stopped": 1, "not_reached": 2, "asked": 2}, {}, "11", "4"),
        ({"took_part": 4, "declined": 2, "stopped": 1, "asked": 7}, {}, "14", "4"),
        ({"took_part": 4, "declined": 5, "stopped": 5, "not_reached": 5}, {}, "19", "4"),
        ({"took_part": 7, "declined": 5}, {Adaptation.WORDS: 5, Adaptation.SYMBOLS: 2}, "12", "kept back"),
        ({"took_part": 7, "declined": 5}, {Adaptation.WORDS: 5, Adaptation.SYMBOLS: 4}, "12", "7"),
    ],
)
def test_a_sum_is_kept_back_where_with_it_a_small_number_could_be_worked_out(
    heard: dict[str, int], reached: dict[Adaptation, int], invited: str, took_part: str
) -> None:
    found = consulted.consulted_of(Counter(heard), reached, 3)
    (of_all, _) = found.sections(LANGUAGES["en"])
    rows = {row.cells[0]: row.cells[1] for row in of_all.rows}
    assert (rows["Were invited"], rows["Took part"]) == (invited, took_part)
    drawn_ = drawn.consulted(found, LANGUAGES["en"])
    assert ("Took part" in [bar.name for bar in drawn_.bars]) == ("kept back" not in (invited, took_part))
    assert found.told == (0 if took_part == "kept back" else int(took_part))


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
    """80 of 120, 30 of 45, 2 of 30: 112 of 195. Two volunteers are too few to say, and staff go with them, since the
    result says how many voted in all. Two proxies are too few as well."""
    await a_declared_vote(scene)
    found = await the_report(scene)
    assert found.floor == 3
    assert table(found, "turnout") == {
        "People supported": ("120", "80", "66.7%"),
        "Staff": ("kept back",) * 3,
        "Volunteers": ("kept back",) * 3,
        "These together": ("120", "80", "66.7%"),
    }
    assert table(found, "ways") == {
        "Through elected peers": ("7", "6.3%"),
        "Directed to a proxy": ("0", "0.0%"),
        "Left to a proxy": ("fewer than 3", "–"),
        "On paper": ("0", "0.0%"),
    }
    assert [(bar.name, str(bar.share)) for bar in found.drawn["turnout"].bars] == [("People supported", "2/3")]
    assert "About 7 of every 10 people voted." in [str(words) for words, _ in found.easy]


async def test_pictures_stand_beside_the_tables_and_say_no_more(secretary: Window, here: Scene) -> None:
    await a_declared_vote(here)
    forum = await a_forum(here.store, restricted=False)
    await asks(here, forum, StepKind.ADOPT)
    await asks(here, forum, StepKind.DECLINE, late=True)
    await secretary.get(PAGE)
    turnout, ways, answers = re.findall(r'<figure class="co-fig">(.*?)</figure>', secretary.last.text, re.S)
    assert "People supported, 66.7%: 80 of 120" in turnout and "Staff" not in turnout and "Volunteers" not in turnout
    assert "Through elected peers, 6.3%: 7 of 112" in ways and "Left to a proxy" not in ways
    assert "Answered in time, 50.0%: 1 of 2; Answered late, 50.0%: 1 of 2" in answers
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
