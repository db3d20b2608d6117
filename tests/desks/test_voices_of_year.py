"""A year of the whole society in numbers: decisions in which each group took part (M39), who brings what is talked
about (M85), and nothing of any one person."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle
from govern.ballots import queries as votes
from govern.ballots.deciding.consent import Phase
from govern.ballots.models import ConsentAnswer, ConsentMember, ConsentProposal
from govern.ballots.rules import ContestKind
from govern.ballots.rules.consenting import Said
from govern.ballots.rules.inputs import ContestInput, Inputs, Slips
from govern.ballots.rules.tallying import took_part
from govern.constituencies.rulebook.models import RulebookVersion
from govern.desks import voices_of_year
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.models import GatheringNote
from govern.forums.gatherings.rules import HowDecided, ItemKind
from govern.forums.gatherings.rules.taking_part import Decision, Share, shares
from govern.meetings.models import AgendaItem, AttendanceSpan, Meeting
from govern.meetings.rules import ItemKind as Business
from govern.meetings.rules import MeetingKind, Mode, Outcome, Stage
from govern.permissions import Role
from tests.ballots import given_ballots
from tests.ballots.pages.test_options import options_of, vans
from tests.forums.conftest import Forums, forums, town
from tests.forums.gatherings.scene import MEMBERS, opened, points, raised
from tests.forums.gatherings.test_questions import questions

__all__ = ["forums", "town"]
#: At most so many questions, the door's own among them.
MOST = 14


def decision(took: dict[str, int], there_are: dict[str, int], least: int = 3, where: str = "votes") -> Decision:
    return Decision(where=where, took=took, there_are=there_are, least=least)


@pytest.mark.parametrize(
    ("decisions", "found"),
    [
        ([({"a": 3}, {"a": 9, "b": 9})], {"a": (1, 1), "b": (0, 1)}),
        (
            [({"a": 2}, {"a": 9, "b": 2})],
            {"a": (0, 1), "b": None},
        ),  # two there are not enough; of two nothing is said
        ([({"a": 3}, {"a": 3}), ({"a": 1, "b": 4}, {"a": 2, "b": 4})], {"a": (1, 1), "b": (1, 1)}),
        ([({}, {})], {"a": None, "b": None}),
    ],
)
def test_m39_a_group_took_part_where_enough_of_its_people_did(
    decisions: list[tuple[dict[str, int], dict[str, int]]], found: dict[str, tuple[int, int] | None]
) -> None:
    row = shares([decision(took, there_are) for took, there_are in decisions], ["a", "b"])["votes"]
    assert row == {group: None if share is None else Share(*share) for group, share in found.items()}


def test_m39_each_place_has_a_row_of_its_own_and_a_body_counts_whoever_sits_there() -> None:
    body = decision({"a": 1}, {"a": 1, "b": 1}, least=1, where="body:board")
    found = shares([body, body, decision({"b": 3}, {"b": 3})], ["a", "b"])
    assert found == {"body:board": {"a": Share(2, 2), "b": Share(0, 2)}, "votes": {"a": None, "b": Share(1, 1)}}


async def test_m39_of_a_secret_vote_only_what_was_declared_is_there(tmp_path: Path) -> None:
    given = await given_ballots.a_society(tmp_path)
    ballot = await given_ballots.an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (contest,) = await votes.contest_ids(reading, ballot)
    people = given.people
    voters = [*people["supported"][:4], *people["staff"][:2], *people["volunteers"][:3]]
    await given_ballots.all_vote(given, ballot, [(person, given_ballots.yes(contest)) for person in voters])
    await given_ballots.counted(given, ballot)
    at = given_ballots.CLOSES + timedelta(hours=2)

    async def row() -> dict[str, Share | None]:
        async with given.society.store.reading() as reading:
            view = await voices_of_year.of_year(reading, at.year, at, "en")
        return dict(zip(view.groups, view.rows[0][1], strict=True)) if view.rows else {}

    assert await row() == {}  # counted, and not declared yet
    async with given.society.store.writing() as writing:
        await lifecycle.declare(writing, ballot, by=given.officer, at=at)
    assert await row() == {
        "People supported": Share(1, 1),
        "Staff": Share(0, 1),
        "Volunteers": Share(1, 1),
        "Public bodies": None,
    }
    await given.society.store.close()


def inputs_of(*contests: ContestInput) -> Inputs:
    """Nine staff and four volunteers on the roll, one of the four of them both."""
    return Inputs(
        ballot=str(uuid4()),
        manifest_hash="",
        log_size=0,
        log_root="",
        roll={"staff": 9, "volunteers": 3, "volunteers+staff": 1},
        voted={"staff": 5, "volunteers": 2, "volunteers+staff": 1},
        set_aside=0,
        contests=contests,
        order=tuple(one.id for one in contests),
    )


def slips(style: str, choices: int, spoilt: int = 0) -> Slips:
    return Slips(style, ((("a",), choices),), spoilt)


def test_m39_elections_and_choices_are_counted_by_group_as_resolutions_are() -> None:
    """A spoilt paper is taking part too; who counts in two groups is one head; what stood on no paper is no vote."""
    both = ("staff", "volunteers")
    marks = (slips("staff", 4, 1), slips("volunteers", 2), slips("volunteers+staff", 1))
    board = ContestInput(id="1", kind=ContestKind.ELECTION, voters=both, slips=marks)
    vans = ContestInput(id="2", kind=ContestKind.OPTION, voters=("staff",), slips=(slips("staff", 2),))
    alone = ContestInput(id="3", kind=ContestKind.ELECTION, voters=both, slips=(), uncontested=True)
    found = took_part(inputs_of(board, vans, alone))
    assert [one.took for one in found] == [{"staff": 5, "volunteers": 3}, {"staff": 2}]
    assert [one.there_are for one in found] == [{"staff": 9, "volunteers": 4}, {"staff": 9, "volunteers": 1}]


async def test_m39_a_choice_between_several_things_counts_in_the_year_and_keeps_small_numbers_back(
    tmp_path: Path,
) -> None:
    """Two of the staff voted, fewer than the floor: they took no part that could be told."""
    given = await given_ballots.a_society(tmp_path)
    ballot = await given_ballots.opened(given, await given_ballots.a_draft(given, vans()))
    contest, options = await options_of(given, ballot)
    voters = [*given.people["supported"][:3], *given.people["staff"][:2]]
    await given_ballots.all_vote(given, ballot, [(person, {contest: (options[0],)}) for person in voters])
    await given_ballots.declared(given, ballot)
    at = given_ballots.CLOSES
    async with given.society.store.reading() as reading:
        view = await voices_of_year.of_year(reading, at.year, at, "en")
    row = dict(zip(view.groups, view.rows[0][1], strict=True))
    assert (row["People supported"], row["Staff"]) == (Share(1, 1), Share(0, 1))
    await given.society.store.close()


async def a_decision(forums: Forums) -> None:
    """Everybody of the local forum decides; so does the family forum, of which nothing is to be seen."""
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    await raised(forums, forums.local, "A bus", "Ana Bowen")
    await raised(forums, forums.local, "The rota", "Mair Elis")  # who leads the forum
    await raised(forums, forums.family, "A secret", "Di Owen")
    mair = await forums.town.window("Mair Elis")
    await opened(mair, forums, forums.local, MEMBERS)
    for at in points(mair)[:2]:
        await mair.get(at)
        await mair.send(f"{at}/decide", decision="We do.", how="consensus")
    note = GatheringNote(
        item_id=uuid4(),
        meeting_id=uuid4(),
        forum_id=forums.family,
        how_decided=HowDecided.CONSENSUS,
        carried=True,
        decided_at=forums.town.clock.at,
    )
    async with forums.town.society.store.writing() as writing:
        writing.add(note)


async def a_board(forums: Forums, at: datetime) -> None:
    """Two things decided while somebody of the staff was there, one of them came up from forums; one only heard."""
    meeting = Meeting(
        id=uuid4(),
        kind=MeetingKind.BOARD,
        body="board",
        stage=Stage.CLOSED,
        title={"en": "Board"},
        starts_at=at,
        place={},
        access={},
        drafted_at=at,
    )
    stay = AttendanceSpan(
        id=uuid4(),
        meeting_id=meeting.id,
        person_id=forums.town.people["Siân Llwyd"],
        mode=Mode.IN_PERSON,
        constituency="staff",
        counts=True,
        in_at=at,
        out_at=at + timedelta(hours=1),
    )
    items = [
        AgendaItem(
            id=uuid4(),
            meeting_id=meeting.id,
            position=number,
            kind=Business.TALK,
            title={"en": "Item"},
            text={},
            owed_id=uuid4() if owed else None,
            outcome=outcome,
            settled_at=at + timedelta(minutes=minutes),
        )
        for number, (owed, outcome, minutes) in enumerate(
            ((True, Outcome.DECIDED, 10), (False, Outcome.DECIDED, 90), (False, Outcome.HEARD, 20)), 1
        )
    ]
    async with forums.town.society.store.writing() as writing:
        writing.add(meeting)
        await writing.flush()
        writing.add_all([stay, *items])


async def test_m85_a_year_of_forums_and_bodies(forums: Forums) -> None:
    await a_decision(forums)
    at = forums.town.clock.at
    await a_board(forums, at)
    async with forums.town.society.store.reading() as reading:
        view = await voices_of_year.of_year(reading, at.year, at, "en")
        before = await voices_of_year.of_year(reading, at.year - 1, at, "en")
    rows = {str(name): dict(zip(view.groups, cells, strict=True)) for name, cells in view.rows}
    # Three volunteers belong to the forum; of the others there are too few to say anything of them.
    none = dict.fromkeys(view.groups)
    assert rows["Local forum"] == none | {"Volunteers": Share(2, 2)}
    assert rows["Board"]["Staff"] == Share(1, 2) and rows["Board"]["People supported"] == Share(0, 2)
    assert set(rows) == {"Local forum", "Board"}
    (_, in_forums), (_, on_agendas) = view.sources
    assert (in_forums.members, in_forums.officers) == (2, 1)
    assert (on_agendas.members, on_agendas.officers) == (1, 2)
    assert before.rows == () and [source.all for _, source in before.sources] == [0, 0]


async def test_m39_whoever_answers_a_round_of_a_body_takes_part_and_private_circles_are_left_out(
    forums: Forums,
) -> None:
    """Of the board's four, two answer in the round that ends in consent; so do two of a circle outside the bodies."""
    people, at = forums.town.people, forums.town.clock.at
    async with forums.town.society.store.writing() as writing:
        version = await writing.scalar(select(RulebookVersion.id).limit(1))
        for circle in (None, uuid4()):
            proposal = ConsentProposal(
                id=uuid4(),
                body="board",
                circle_id=circle,
                rulebook_version_id=version,
                title={"en": "A rota"},
                phase=Phase.CONSENTED,
                round=1,
                consented_on=at.date(),
                drafted_at=at,
            )
            writing.add(proposal)
            await writing.flush()
            for name in ("Mair Elis", "Siân Llwyd", "Ana Bowen", "Bo Parry"):
                writing.add(ConsentMember(proposal_id=proposal.id, person_id=people[name]))
            for name in ("Ana Bowen", "Siân Llwyd"):
                writing.add(
                    ConsentAnswer(
                        id=uuid4(),
                        proposal_id=proposal.id,
                        round=1,
                        person_id=people[name],
                        said=Said.CONSENT,
                        given_at=at,
                    )
                )
    async with forums.town.society.store.reading() as reading:
        view = await voices_of_year.of_year(reading, at.year, at, "en")
    ((board, cells),) = view.rows
    assert (str(board), cells) == ("Board", (Share(0, 1), Share(1, 1), Share(1, 1), None))


async def test_the_office_reads_it_and_nobody_else(forums: Forums) -> None:
    await a_decision(forums)
    office = await forums.town.secretary()
    assert (await office.get("office/voices")).status_code == 200
    text = office.text()
    assert "Local forum not said not said 2 of 2" in text and "Raised in forums 2 1 2 of 3" in text
    assert "Famil" not in text and "Ana Bowen" not in text
    await office.get("office")
    assert "Voices: who took part in a year" in office.text()
    year = forums.town.clock.at.year
    await office.get(f"office/voices?year={year - 1}")
    assert "Nothing was decided in this year." in office.text() and f"year={year}" in office.last.text
    await office.get(f"office/voices?year={year + 3}")
    assert f"Voices in {year}" in office.text()
    for query in ("?year=999999999999", "?year=1", "?year=x"):
        assert (await office.get(f"office/voices{query}")).status_code in (400, 404, 422), query
    offices: dict[str, tuple[Role, ...]] = {"Gwen Hughes": (), "Mair Elis": ()}
    for name, roles in offices.items():
        assert (await (await forums.town.window(name, *roles)).get("office/voices")).status_code == 403, name


async def test_it_asks_as_much_of_a_full_year_as_of_an_empty_one(forums: Forums) -> None:
    office = await forums.town.secretary()

    async def count() -> int:
        """The fewest of several times: the clock of the service asks questions of its own as it starts."""
        times = []
        for _ in range(8):
            with questions() as asked:
                await office.get("office/voices")
            times.append(len(asked))
        return min(times)

    few = await count()
    async with forums.town.society.store.writing() as writing:
        for number in range(5):
            wanted = ItemDraft(kind=ItemKind.TALK, title={"en": f"Item {number}"})
            by = forums.town.people["Gwen Hughes"]
            await gatherings.raise_item(writing, forums.local, wanted, by=by, at=forums.town.clock.at)
    for hours in range(4):
        await a_board(forums, forums.town.clock.at - timedelta(hours=hours))
    assert await count() == few
    assert few <= MOST
