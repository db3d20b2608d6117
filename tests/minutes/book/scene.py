"""Given a meeting that is over, and a result of its ballot as the count of W1 gives it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from govern import record
from govern.ballots.models import Ballot, Contest, CountRun, Declaration
from govern.ballots.rules import ContestKind, Stage
from govern.ballots.rules.outcome import (
    ContestOutcome,
    ElectionOutcome,
    Fate,
    GroupRow,
    Outcome,
    ResolutionOutcome,
    Rule,
    StageOutcome,
    outcomes_to_text,
)
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import ItemDraft
from govern.meetings.rules import VOTED_ON
from govern.meetings.rules import Outcome as ItemOutcome
from govern.sentences import Sentence
from tests.meetings.scene import AGM_AT, ELECTION, MOTION, REPORT, Scene, an_open_meeting, shown

END = AGM_AT + timedelta(hours=2)
LATER = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
SENTENCE = Sentence("The resolution is carried.")
FIGURE = Sentence("For: {share} of 100. More than half is needed.", share=Fraction(87, 160) * 100)


async def a_closed_meeting(scene: Scene, *items: ItemDraft) -> UUID:
    """An AGM that heard a report and decided a motion in the room, or dealt with these items."""
    meeting_id = await an_open_meeting(scene, *items)
    async with scene.store.writing() as writing:
        for item in (await shown(scene, meeting_id)).items:
            decided = item.kind in VOTED_ON
            outcome = ItemOutcome.DECIDED if decided else ItemOutcome.HEARD
            await meetings.settle_item(writing, item.id, outcome, by=scene.secretary, at=END)
        await meetings.close(writing, meeting_id, by=scene.secretary, at=END)
    return meeting_id


async def a_closed_meeting_with_a_ballot(scene: Scene) -> tuple[UUID, UUID]:
    """An AGM whose motion and election went to a ballot: (meeting, ballot)."""
    meeting_id = await an_open_meeting(scene, REPORT, MOTION, ELECTION)
    async with scene.store.writing() as writing:
        ballot_id = await meetings.make_ballot(
            writing,
            meeting_id,
            opens_at=AGM_AT + timedelta(hours=1),
            closes_at=END,
            by=scene.secretary,
            at=AGM_AT,
        )
        report = (await shown(scene, meeting_id)).items[0]
        await meetings.settle_item(writing, report.id, ItemOutcome.HEARD, by=scene.secretary, at=END)
        await meetings.close(writing, meeting_id, by=scene.secretary, at=END)
    return meeting_id, ballot_id


def w1() -> ResolutionOutcome:
    """W1 of the domain report: 87/160 for, public bodies vacant, their share gone to the others.

    But only two volunteers voted: their split is kept back, and with it that of staff.
    """
    rows = (
        ("supported", "People supported", 120, 80, 60, 20, Fraction(3, 10), Fraction(3, 8), Fraction(9, 32)),
        ("staff", "Staff", 45, 30, 12, 18, Fraction(2, 5), Fraction(1, 2), Fraction(1, 5)),
        ("volunteers", "Volunteers", 30, 2, 1, 1, Fraction(1, 10), Fraction(1, 8), Fraction(1, 16)),
    )
    return ResolutionOutcome(
        carried=True,
        outcome=SENTENCE,
        figure=FIGURE,
        why=(Rule(FIGURE, Sentence("Rule {number}", number="3.3")),),
        reasons=(),
        groups=tuple(
            GroupRow(
                id=group,
                name=name,
                roll=roll,
                voted=voted,
                for_=for_,
                against=against,
                blank=0,
                spoilt=0,
                rule_share=ruled,
                share=share,
                contribution=adds,
                told=group == "supported",
            )
            for group, name, roll, voted, for_, against, ruled, share, adds in rows
        ),
        for_=73,
        against=39,
        blank=0,
        spoilt=0,
        reached=Fraction(87, 160),
        needed=Fraction(1, 2),
        more_than=True,
        weighted=True,
        ceiling_kept=True,
    )


def an_election(elected: UUID) -> ElectionOutcome:
    """Two stood for two places; Ana is in, Di is not, because of the cap (W8)."""

    def fate(name: str, in_: bool, said: Sentence, votes: tuple[Fraction | None, ...]) -> Fate:
        return Fate(
            candidate=name,
            person=str(elected),
            name=name,
            group="supported",
            group_name="People supported",
            attributes=(),
            elected=in_,
            by_lot=False,
            stage=1,
            said=said,
            votes=votes,
        )

    not_in = Sentence("not elected: volunteer cap ({n} of {of} reached)", n=3, of=9)
    return ElectionOutcome(
        outcome=Sentence("Ana is elected. One seat is vacant."),
        figure=Sentence("{needed} votes were needed.", needed=27),
        needed=Fraction(27),
        method="stv",
        body="board",
        constituency="supported",
        seats=2,
        vacant=1,
        uncontested=False,
        fates=(
            fate("Ana", True, Sentence("elected"), (Fraction(80), Fraction(80))),
            fate("Di", False, not_in, (Fraction(1, 3), None)),
        ),
        stages=(
            StageOutcome(
                number=1,
                title=Sentence("First count."),
                sentences=(Sentence("{name} is elected.", name="Ana"),),
                elected=("Ana",),
                excluded=(),
                moved=None,
                transfers=(),
                no_next_choice=Fraction(0),
            ),
        ),
        caps=(Rule(Sentence("At most {n} volunteers may sit.", n=3)),),
        lots=(),
        papers=81,
        blank=0,
        spoilt=0,
        rule=Rule(Sentence("The count is by single transferable vote.")),
        serves_from=None,
        serves_until=None,
    )


async def declared(scene: Scene, ballot_id: UUID) -> None:
    """The ballot is counted and declared: the motion as in W1, the election as in W8."""
    async with scene.store.writing() as writing:
        ballot = await writing.get(Ballot, ballot_id)
        assert ballot is not None
        contests = await writing.scalars(
            select(Contest).where(Contest.ballot_id == ballot_id).order_by(Contest.position)
        )
        turnout = Sentence("{voted} of {roll} people voted.", voted=112, roll=195)
        outcomes = tuple(
            ContestOutcome(contest=str(contest.id), turnout=turnout, resolution=w1())
            if contest.kind is ContestKind.RESOLUTION
            else ContestOutcome(contest=str(contest.id), turnout=turnout, election=an_election(scene.secretary))
            for contest in contests
        )
        outcome = Outcome(
            roll_size=195,
            voted=112,
            set_aside=0,
            turnout=turnout,
            quorum=None,
            quorate=True,
            contests=outcomes,
        )
        text = outcomes_to_text({"en": outcome, "cy": outcome})
        run = CountRun(
            ballot_id=ballot_id,
            run=1,
            inputs="{}",
            inputs_hash=sha256(b"in").digest(),
            result=text,
            result_hash=sha256(text.encode()).digest(),
            by=scene.secretary,
            at=LATER,
        )
        writing.add(run)
        await writing.flush()
        hash_now = await record.last_hash(writing)
        writing.add(
            Declaration(
                ballot_id=ballot_id,
                count_run_id=run.id,
                by=scene.secretary,
                by_name="Gwilym Hâf",
                at=LATER,
                record_hash=hash_now,
            )
        )
        ballot.stage, ballot.declared_at, ballot.roll_size = Stage.DECLARED, LATER, 195
