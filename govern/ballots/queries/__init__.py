"""What pages and other rooms ask about ballots.

Members: `open_ballots_for`, `ballots_to_see`, `ballot_page`, `paper`, `receipt`, `box`, `result`, `declared_since`.
Officers: `ballots_in_office`, `office_ballot`, `challenges`, `result(undeclared=True)`, `counts_the_same`,
`awaiting` (decisions that a second meeting must confirm), `filing`, `filings`, `to_file` (those of which a copy goes
to the regulator).
Other rooms: `ballots_of_meeting`, `questions_of_meeting`, `contest_ids`, `record_subjects`, `people_vote`,
`last_election`.
Those who help: `to_help`, `beside`, `calls`, `on_the_telephone`; and of a member's own votes `help_had`.
Answers are the structs of `views`, in the language asked for.
"""

from govern.ballots.queries.box import box, receipt
from govern.ballots.queries.confirming import FirstDecision, awaiting
from govern.ballots.queries.counting_back import (
    BackElection,
    CountedBack,
    counted_back,
    election_to_count_back,
    stv_election_of_row,
)
from govern.ballots.queries.filing import Filing, filing, filings, to_file
from govern.ballots.queries.members import (
    ballot_page,
    ballots_in_office,
    ballots_of_meeting,
    ballots_to_see,
    contest_ids,
    declared_since,
    open_ballots_for,
    paper,
    questions_of_meeting,
)
from govern.ballots.queries.office import challenges, office_ballot, people_vote, record_subjects
from govern.ballots.queries.results import counts_the_same, result
from govern.ballots.queries.supporting import Beside, Helped, HelpHad, OpenToHelp, beside, help_had, to_help
from govern.ballots.queries.telephone import CallLine, calls, on_the_telephone
from govern.ballots.queries.unelected import LastElection, last_election
from govern.ballots.queries.views import (
    BallotLine,
    BallotPage,
    BoxView,
    CandidateView,
    ChallengeView,
    ContestOutcome,
    ContestResult,
    ContestView,
    ContestWording,
    CountRunView,
    ElectionOutcome,
    Fate,
    GroupCount,
    GroupRow,
    GroupTurnout,
    OfficeBallot,
    OpenBallot,
    Outcome,
    PaperView,
    ReceiptView,
    ReminderView,
    ResolutionOutcome,
    Result,
    Rule,
    StageOutcome,
    Watch,
)
from govern.ballots.rules import Stage

__all__ = [
    "BackElection",
    "BallotLine",
    "BallotPage",
    "Beside",
    "BoxView",
    "CallLine",
    "CandidateView",
    "ChallengeView",
    "ContestOutcome",
    "ContestResult",
    "ContestView",
    "ContestWording",
    "CountRunView",
    "CountedBack",
    "ElectionOutcome",
    "Fate",
    "Filing",
    "FirstDecision",
    "GroupCount",
    "GroupRow",
    "GroupTurnout",
    "HelpHad",
    "Helped",
    "LastElection",
    "OfficeBallot",
    "OpenBallot",
    "OpenToHelp",
    "Outcome",
    "PaperView",
    "ReceiptView",
    "ReminderView",
    "ResolutionOutcome",
    "Result",
    "Rule",
    "Stage",
    "StageOutcome",
    "Watch",
    "awaiting",
    "ballot_page",
    "ballots_in_office",
    "ballots_of_meeting",
    "ballots_to_see",
    "beside",
    "box",
    "calls",
    "challenges",
    "contest_ids",
    "counted_back",
    "counts_the_same",
    "declared_since",
    "election_to_count_back",
    "filing",
    "filings",
    "help_had",
    "last_election",
    "office_ballot",
    "on_the_telephone",
    "open_ballots_for",
    "paper",
    "people_vote",
    "questions_of_meeting",
    "receipt",
    "record_subjects",
    "result",
    "stv_election_of_row",
    "to_file",
    "to_help",
]
