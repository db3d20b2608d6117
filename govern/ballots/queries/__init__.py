"""What pages and other rooms ask about ballots.

Members: `open_ballots_for`, `ballots_to_see`, `ballot_page`, `paper`, `receipt`, `box`, `result`, `declared_since`.
Whoever votes for others: `for_others`, `numbers_for_others`, `ways_for_others`, `open_for_others`; and for a member
`carriers_of`, who votes for them. What peers say of their votes: `own_report`, `reports_for`, `new_reports`.
Officers: `ballots_in_office`, `office_ballot`, `challenges`, `result(undeclared=True)`, `counts_the_same`,
`awaiting` (decisions that a second meeting must confirm), `filing`, `filings`, `to_file` (those of which a copy goes
to the regulator).
Other rooms: `ballots_of_meeting`, `questions_of_meeting`, `contest_ids`, `record_subjects`, `people_vote`,
`people_asked`, `last_election`; of the room `being_taken`, `early_votes`, `taken_since`, `votes_of_meeting`.
Those who help: `to_help`, `beside`, `calls`, `on_the_telephone`; and of a member's own votes `help_had`.
Answers are the structs of `views`, in the language asked for.
"""

from govern.ballots.queries.box import box, receipt
from govern.ballots.queries.carried import (
    ForOthers,
    Numbers,
    OpenForOthers,
    for_others,
    numbers_for_others,
    open_for_others,
    ways_for_others,
)
from govern.ballots.queries.carriers import CarriedIn, Carrier, carried_in, carriers_of, questions_for
from govern.ballots.queries.confirming import FirstDecision, awaiting
from govern.ballots.queries.counting_back import (
    BackElection,
    CountedBack,
    counted_back,
    election_to_count_back,
    stv_election_of_row,
)
from govern.ballots.queries.filing import Filing, filing, filings, to_file
from govern.ballots.queries.laid_beside import Asked, people_asked
from govern.ballots.queries.lists import (
    ballots_in_office,
    ballots_of_meeting,
    ballots_to_see,
    declared_since,
    is_there_for,
    open_ballots_for,
    questions_of_meeting,
    there_for,
)
from govern.ballots.queries.meeting_days import DayChosen, ToMeet, day_chosen, to_meet
from govern.ballots.queries.members import ballot_page, contest_ids, paper
from govern.ballots.queries.office import challenges, level_of, office_ballot, people_vote, record_subjects
from govern.ballots.queries.office_views import (
    ChallengeView,
    ContestWording,
    CountRunView,
    GroupTurnout,
    OfficeBallot,
    ReminderView,
    Watch,
)
from govern.ballots.queries.picturing import faces_of, is_declared, photograph_in, photographs_of, printed_faces
from govern.ballots.queries.proxies import (
    ProxyNumbers,
    VoteOfMeeting,
    direction_code,
    left_to_holder,
    proxy_numbers,
    stages_of_votes,
)
from govern.ballots.queries.reports import AnswerView, ReportLine, ReportView, new_reports, own_report, reports_for
from govern.ballots.queries.results import agreed_in, counts_the_same, result, took_part_declared
from govern.ballots.queries.room import (
    RoomVote,
    being_taken,
    candidates_of_meeting,
    early_votes,
    meeting_of,
    taken_since,
    votes_of_meeting,
)
from govern.ballots.queries.supporting import Beside, Helped, HelpHad, OpenToHelp, beside, help_had, to_help
from govern.ballots.queries.telephone import CallLine, calls, is_of_call, on_the_telephone
from govern.ballots.queries.unelected import LastElection, last_election
from govern.ballots.queries.views import (
    BallotLine,
    BallotPage,
    BoxView,
    CandidateView,
    ContestOutcome,
    ContestResult,
    ContestView,
    ElectionOutcome,
    Fate,
    GroupCount,
    GroupRow,
    OpenBallot,
    Outcome,
    PaperView,
    ReceiptView,
    ResolutionOutcome,
    Result,
    Rule,
    StageOutcome,
)
from govern.ballots.rules import Stage

__all__ = [
    "AnswerView",
    "Asked",
    "BackElection",
    "BallotLine",
    "BallotPage",
    "Beside",
    "BoxView",
    "CallLine",
    "CandidateView",
    "CarriedIn",
    "Carrier",
    "ChallengeView",
    "ContestOutcome",
    "ContestResult",
    "ContestView",
    "ContestWording",
    "CountRunView",
    "CountedBack",
    "DayChosen",
    "ElectionOutcome",
    "Fate",
    "Filing",
    "FirstDecision",
    "ForOthers",
    "GroupCount",
    "GroupRow",
    "GroupTurnout",
    "HelpHad",
    "Helped",
    "LastElection",
    "Numbers",
    "OfficeBallot",
    "OpenBallot",
    "OpenForOthers",
    "OpenToHelp",
    "Outcome",
    "PaperView",
    "ProxyNumbers",
    "ReceiptView",
    "ReminderView",
    "ReportLine",
    "ReportView",
    "ResolutionOutcome",
    "Result",
    "RoomVote",
    "Rule",
    "Stage",
    "StageOutcome",
    "ToMeet",
    "VoteOfMeeting",
    "Watch",
    "agreed_in",
    "awaiting",
    "ballot_page",
    "ballots_in_office",
    "ballots_of_meeting",
    "ballots_to_see",
    "being_taken",
    "beside",
    "box",
    "calls",
    "candidates_of_meeting",
    "carried_in",
    "carriers_of",
    "challenges",
    "contest_ids",
    "counted_back",
    "counts_the_same",
    "day_chosen",
    "declared_since",
    "direction_code",
    "early_votes",
    "election_to_count_back",
    "faces_of",
    "filing",
    "filings",
    "for_others",
    "help_had",
    "is_declared",
    "is_of_call",
    "is_there_for",
    "last_election",
    "left_to_holder",
    "level_of",
    "meeting_of",
    "new_reports",
    "numbers_for_others",
    "office_ballot",
    "on_the_telephone",
    "open_ballots_for",
    "open_for_others",
    "own_report",
    "paper",
    "people_asked",
    "people_vote",
    "photograph_in",
    "photographs_of",
    "printed_faces",
    "proxy_numbers",
    "questions_for",
    "questions_of_meeting",
    "receipt",
    "record_subjects",
    "reports_for",
    "result",
    "stages_of_votes",
    "stv_election_of_row",
    "taken_since",
    "there_for",
    "to_file",
    "to_help",
    "to_meet",
    "took_part_declared",
    "votes_of_meeting",
    "ways_for_others",
]
