"""What is missing before a ballot opens: each thing, who has it, and which step it stops."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from govern.ballots.rules import (
    Act,
    BallotFacts,
    CandidateFacts,
    ContestFacts,
    ContestKind,
    EasyLine,
    Method,
    Readers,
    Stage,
    Step,
    Who,
    check_ready,
    is_uncontested,
    what_is_done,
    what_is_missing,
)
from govern.ballots.seal.documents import Level
from govern.errors import WrongMoment
from govern.sentences import Sentence
from tests.given import START

BOTH = {"en": "Words", "cy": "Geiriau"}
LINES: dict[str, tuple[EasyLine, ...]] = {"en": (EasyLine("a.svg", "One."),), "cy": (EasyLine("a.svg", "Un."),)}
OFFICER = uuid4()


def motion(**changes: object) -> ContestFacts:
    ready = ContestFacts(
        id=UUID(int=1),
        kind=ContestKind.RESOLUTION,
        title=BOTH,
        question=BOTH,
        yes_means=BOTH,
        no_means=BOTH,
        easy_title=BOTH,
        easy_lines=LINES,
        readers=Readers.ONE,
    )
    return msgspec.structs.replace(ready, **changes)


def seats(number: int, standing: int, **changes: object) -> ContestFacts:
    people = tuple(CandidateFacts(uuid4(), f"Person {n}") for n in range(standing))
    return motion(
        id=UUID(int=2), kind=ContestKind.ELECTION, method=Method.STV, seats=number, candidates=people, **changes
    )


def ready(*contests: ContestFacts, **changes: object) -> BallotFacts:
    facts = BallotFacts(
        stage=Stage.FROZEN,
        title=BOTH,
        languages=("en", "cy"),
        needs_easy_read=True,
        level=Level.EVERYDAY,
        asked_level="everyday",
        secrecy_kept=True,
        contests=contests or (motion(),),
        of_a_meeting=True,
        noticed_at=START - timedelta(days=20),
        lots_drawn=True,
        record_on=START.date() - timedelta(days=7),
        today=START.date(),
        opens_at=START,
        closes_at=START + timedelta(days=14),
        at=START,
        unopposed="declared",
        returning_officers=(OFFICER,),
        scrutineers=(),
        roll={"supported": 120, "staff": 45},
        floors={"supported": 5, "staff": 5},
    )
    return msgspec.structs.replace(facts, **changes)


def test_nothing_is_missing_when_all_is_done() -> None:
    assert what_is_missing(ready()) == ()
    assert len(what_is_done(ready(seats(1, 2)))) == 7


CASES = [
    (ready(contests=()), Act.WRITE, Step.PUBLISH, Who.SECRETARY),
    (ready(title={"en": "X"}), Act.WRITE, Step.PUBLISH, Who.SECRETARY),
    (ready(motion(question={"en": "X", "cy": " "})), Act.WRITE, Step.PUBLISH, Who.SECRETARY),
    (ready(motion(yes_means={})), Act.WRITE, Step.PUBLISH, Who.SECRETARY),
    (ready(motion(easy_lines={"en": LINES["en"]})), Act.WRITE_EASY, Step.PUBLISH, Who.SECRETARY),
    (ready(seats(1, 0)), Act.ADD_CANDIDATE, Step.PUBLISH, Who.SECRETARY),
    (ready(seats(1, 64)), Act.ADD_CANDIDATE, Step.PUBLISH, Who.SECRETARY),
    (ready(asked_level="contested"), Act.CHANGE_RULES, Step.PUBLISH, Who.BOARD),
    (ready(asked_level="agm"), Act.CHANGE_LEVEL, Step.PUBLISH, Who.SECRETARY),
    (
        ready(level=Level.AGM, stage=Stage.PUBLISHED, duties_missing=(Sentence("The key is not dealt."),)),
        Act.HAND_IN,
        Step.FREEZE,
        Who.RETURNING_OFFICER,
    ),
    (ready(secrecy_kept=False), Act.CHANGE_RULES, Step.PUBLISH, Who.BOARD),
    (ready(seats(1, 2), lots_drawn=False), Act.DRAW_LOTS, Step.PUBLISH, Who.RETURNING_OFFICER),
    (ready(stage=Stage.DRAFT, roll=None), Act.PUBLISH, Step.FREEZE, Who.SECRETARY),
    (ready(seats(2, 2)), Act.WRITE, Step.FREEZE, Who.SECRETARY),
    (ready(stage=Stage.PUBLISHED, roll=None), Act.FREEZE, Step.OPEN, Who.RETURNING_OFFICER),
    (ready(noticed_at=None), Act.SEND_NOTICE, Step.OPEN, Who.SECRETARY),
    (ready(returning_officers=()), Act.APPOINT, Step.OPEN, Who.BOARD),
    (ready(roll={"supported": 0}), Act.FREEZE, Step.OPEN, Who.RETURNING_OFFICER),
    (ready(roll={"supported": 9, "staff": 4}), Act.ACCEPT_SMALL_GROUP, Step.OPEN, Who.RETURNING_OFFICER),
    (ready(at=START + timedelta(days=15)), Act.CHANGE_TIMES, Step.OPEN, Who.SECRETARY),
]


@pytest.mark.parametrize(("facts", "act", "stops", "who"), CASES)
def test_each_missing_thing_names_its_act_and_its_owner(facts: BallotFacts, act: Act, stops: Step, who: Who) -> None:
    found = [item for item in what_is_missing(facts) if item.act is act]
    assert found
    assert {(item.stops, item.who) for item in found} == {(stops, who)}
    assert all(len(part.split()) < 25 for item in found for part in str(item.sentence).split("."))
    with pytest.raises(WrongMoment):
        check_ready(facts, stops)


def test_what_is_needed_later_does_not_stop_an_earlier_step() -> None:
    facts = ready(noticed_at=None, stage=Stage.DRAFT, roll=None)
    check_ready(facts, Step.PUBLISH)
    with pytest.raises(WrongMoment, match="not published"):
        check_ready(facts, Step.FREEZE)


def test_an_officer_who_stands_is_named() -> None:
    contest = seats(1, 2)
    facts = ready(contest, scrutineers=(contest.candidates[0].person_id,))
    (missing,) = what_is_missing(facts)
    assert str(missing.sentence).startswith("Person 0 stands in this election and also runs or checks it.")


def test_who_has_withdrawn_is_no_conflict_and_no_candidate() -> None:
    contest = seats(1, 2)
    gone = tuple(msgspec.structs.replace(c, withdrawn=True) for c in contest.candidates)
    facts = ready(msgspec.structs.replace(contest, candidates=gone), scrutineers=(gone[0].person_id,))
    assert [item.act for item in what_is_missing(facts)] == [Act.ADD_CANDIDATE]


def test_easy_read_is_asked_for_only_where_the_rules_list_it() -> None:
    assert what_is_missing(ready(motion(easy_title={}, easy_lines={}), needs_easy_read=False)) == ()


@pytest.mark.parametrize(
    ("number", "standing", "rule", "without"),
    [(2, 2, "declared", True), (2, 1, "declared", True), (2, 3, "declared", False), (2, 2, "confirmatory", False)],
)
def test_no_more_people_than_places_needs_no_vote_where_the_rules_say_so(
    number: int, standing: int, rule: str, without: bool
) -> None:
    assert is_uncontested(seats(number, standing), rule) is without


def test_a_group_once_decided_on_is_not_asked_about_again() -> None:
    facts = ready(roll={"supported": 9, "staff": 4}, accepted_small=frozenset({"staff"}))
    assert what_is_missing(facts) == ()


@pytest.mark.parametrize(("reader", "title"), [("en", "Saturdays"), ("cy", "Dyddiau Sadwrn"), ("fr", "Saturdays")])
def test_a_question_is_named_in_the_readers_language(reader: str, title: str) -> None:
    asked = motion(title={"en": "Saturdays", "cy": "Dyddiau Sadwrn"}, yes_means={}, reader=reader)
    assert f"“{title}”" in str(what_is_missing(ready(asked))[0].sentence)
