"""What voters, those who post and log papers, and officers send. Texts come in English and Welsh (`_cy`)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.ballots.deciding import Side
from govern.ballots.deciding.filing import How
from govern.ballots.forms.options import LINE, MaybeLine, MaybeText
from govern.ballots.rules import Answer, ContestKind, Readers, Weight
from govern.ballots.rules.supporting import Help
from govern.ballots.seal.documents import Level
from govern.web.forms import Ask

MaybeMeaning = Annotated[str | None, Ask(longest=400)]


# --- A voter --------------------------------------------------------------------------------------------------------


class OneAnswer(msgspec.Struct, frozen=True):
    """What was chosen on a page with one answer: yes, no, blank, a candidate, or none."""

    answer: Annotated[str, Ask(missing="Choose one of the answers. You may leave it blank too.", longest=40)]


class ManyAnswers(msgspec.Struct, frozen=True):
    """The people who were ticked."""

    answer: Annotated[tuple[str, ...], Ask(longest=40)] = ()


class ReportForm(msgspec.Struct, frozen=True):
    """How a peer voted for others, and why; the same in easy words where they like."""

    voted: Annotated[str, Ask(missing="Say how you voted for them.", longest=4000)]
    why: Annotated[str, Ask(missing="Say why. They want to know.", longest=4000)]
    easy: Annotated[str | None, Ask(longest=4000)] = None


class AnswerForm(msgspec.Struct, frozen=True):
    """What a member writes back to their peer."""

    report: Annotated[UUID, Ask(missing="Choose whom you answer.")]
    words: Annotated[str, Ask(missing="Write what you want to say to your peer.", longest=2000)]


class Move(msgspec.Struct, frozen=True):
    """One button of a ranked list: "up:", "down:" or "out:" and whom."""

    move: Annotated[str, Ask(missing="Press one of the buttons beside a name.", longest=60)]


class CastForm(msgspec.Struct, frozen=True):
    """The sealed envelope as the check page kept it. Where it is missing or too old, the vote is sealed again."""

    envelope: Annotated[str | None, Ask(longest=200_000)] = None


class FromBooth(msgspec.Struct, frozen=True):
    """What comes back from the booth: the sealed slips, the paper that was handed out, and for a test also what the
    booth opens it with, which it alone can read."""

    sealed: Annotated[str | None, Ask(longest=200_000)] = None
    paper: Annotated[str | None, Ask(longest=2_000)] = None
    state: Annotated[str | None, Ask(longest=200_000)] = None


class SupportedCast(msgspec.Struct, frozen=True):
    """The sealed envelope, sent with help: which help was given, and the word of whoever helps."""

    envelope: Annotated[str | None, Ask(longest=200_000)] = None
    help: tuple[Help, ...] = ()
    declared: Annotated[str | None, Ask(longest=10)] = None


class BeginCall(msgspec.Struct, frozen=True):
    """What a caller says of themselves, held against the register."""

    number: Annotated[str, Ask(missing="Type the number that the caller says.", longest=40)]
    born: Annotated[date, Ask(missing="Type the birth date that the caller says.")]


class CallerCast(msgspec.Struct, frozen=True):
    """The sealed envelope of a caller, and the word of the officer who read the paper."""

    envelope: Annotated[str | None, Ask(longest=200_000)] = None
    declared: Annotated[str | None, Ask(longest=10)] = None


class CodeForm(msgspec.Struct, frozen=True):
    """The code of an envelope."""

    code: Annotated[str, Ask(missing="Type the code from the receipt.", longest=60)]


class ReceiptForm(msgspec.Struct, frozen=True):
    """The file of a receipt, handed in again."""

    receipt: Annotated[UploadFile, Ask(missing="Choose the file of your receipt.")]


class ChallengeForm(msgspec.Struct, frozen=True):
    """What happened, in the member's words."""

    words: Annotated[str, Ask(missing="Say what happened, in a sentence or two.", longest=1_000)]


# --- Papers: those who print, post and log them ---------------------------------------------------------------------


class ScanForm(msgspec.Struct, frozen=True):
    """The code of one outer envelope."""

    code: Annotated[str, Ask(missing="Scan the code on the envelope, or type it.", longest=60)]


class PileForm(msgspec.Struct, frozen=True):
    """How many envelopes the second teller counted."""

    counted: Annotated[
        int, Ask(missing="Count the envelopes, and type how many there are.", unreadable="Type a number, like 3.")
    ]


class SureForm(msgspec.Struct, frozen=True):
    """A tick before what was entered goes."""

    sure: Annotated[str, Ask(missing="Tick the box if you are sure.", longest=10)]


class BatchForm(msgspec.Struct, frozen=True):
    """Which papers are mixed, and how many."""

    style: Annotated[str, Ask(missing="Choose which papers.", longest=64)]
    papers: Annotated[
        int, Ask(missing="Type how many papers you mixed.", unreadable="Type a number, like 3.", least=1)
    ]


class PersonForm(msgspec.Struct, frozen=True):
    """Who gets a paper: in this vote, or in every one."""

    person: Annotated[UUID, Ask(missing="Choose who gets a paper.")]
    way: Annotated[str, Ask(missing="Choose for how long.", longest=10)]
    search: Annotated[str | None, Ask(longest=100)] = None


class LettersForm(msgspec.Struct, frozen=True):
    """Which file of letters is taken."""

    language: Annotated[str | None, Ask(longest=5)] = None
    made: Annotated[str | None, Ask(longest=20)] = None
    part: Annotated[int | None, Ask(unreadable="Type a number, like 3.", least=1, most=10_000)] = None


class AddressForm(msgspec.Struct, frozen=True):
    """Where papers come back to."""

    address: Annotated[str, Ask(missing="Type the address to which papers come back.", longest=400)]


# --- An officer -----------------------------------------------------------------------------------------------------


class BallotForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a vote is called, and when it opens and closes."""

    title: Annotated[str, Ask(missing="Type what this vote is called.", longest=LINE)]
    title_cy: MaybeLine = None
    opens_at: Annotated[datetime, Ask(missing="Type the day and the time voting opens.")]
    closes_at: Annotated[datetime, Ask(missing="Type the day and the time voting closes.")]
    level: Annotated[Level | None, Ask(unreadable="Choose one of the levels.")] = None


class ContestForm(msgspec.Struct, frozen=True, kw_only=True):
    """One more thing to ask: a resolution of a kind, or an election to a row of seats ("body/group")."""

    kind: Annotated[ContestKind, Ask(missing="Choose what is asked.")]
    title: Annotated[str, Ask(missing="Type a short title.", longest=LINE)]
    title_cy: MaybeLine = None
    resolution: Annotated[str | None, Ask(longest=60)] = None
    matter: Annotated[str | None, Ask(longest=60)] = None
    seat: Annotated[str | None, Ask(longest=121)] = None
    places: Annotated[int | None, Ask(unreadable="Type a number, like 3.", least=1, most=100)] = None
    serves_from: date | None = None
    serves_until: date | None = None
    weight: Annotated[Weight | None, Ask(unreadable="Choose what the vote does.")] = None


MaybeVotes = Annotated[int | None, Ask(unreadable="Type a number, like 3.", least=0, most=1_000_000)]


class DecisionForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a motion is decided: its kind and matter, what it confirms, who asked for more, consent sought first."""

    kind: Annotated[str, Ask(missing="Choose which kind of motion it is.", longest=60)]
    matter: Annotated[str | None, Ask(longest=60)] = None
    confirms: Annotated[UUID | None, Ask(unreadable="Choose a decision from the list.")] = None
    raised_by: Annotated[str | None, Ask(longest=60)] = None
    raised_for: MaybeVotes = None
    raised_against: MaybeVotes = None
    consent: Annotated[UUID | None, Ask(unreadable="Choose a proposal from the list.")] = None
    consent_on: date | None = None
    consent_rounds: MaybeVotes = None


class CastingVoteForm(msgspec.Struct, frozen=True):
    """What the chair decided after an equal vote."""

    side: Annotated[Side, Ask(missing="Choose how the chair votes.")]


class SentForm(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that went to the regulator: when, how, by whom; and that it is signed, where the law asks for that."""

    sent_on: Annotated[date, Ask(missing="Type the day on which it was sent.")]
    how: Annotated[How, Ask(missing="Choose how it was sent.")]
    sent_by: Annotated[UUID, Ask(missing="Choose who sent it.", unreadable="Choose one of the society’s officers.")]
    signed: Annotated[str | None, Ask(longest=3)] = None


class CameBack(StrEnum):
    """What came of a copy that was sent."""

    REGISTERED = "registered"
    RETURNED = "returned"


class RegulatorAnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the regulator answered: registered under a reference, or returned with reasons."""

    answer: Annotated[CameBack, Ask(missing="Choose what the regulator answered.")]
    answered_on: Annotated[date, Ask(missing="Type the day of the answer.")]
    words: Annotated[str, Ask(missing="Type the reference, or the reasons that were given.", longest=2_000)]


class WordingForm(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a contest, in each language. What is still missing is shown in the list, not refused here."""

    title: Annotated[str, Ask(missing="Type a short title.", longest=LINE)]
    title_cy: MaybeLine = None
    question: MaybeMeaning = None
    question_cy: MaybeMeaning = None
    yes_means: MaybeMeaning = None
    yes_means_cy: MaybeMeaning = None
    no_means: MaybeMeaning = None
    no_means_cy: MaybeMeaning = None
    full_text: MaybeText = None
    full_text_cy: MaybeText = None
    ask_whom: Annotated[str | None, Ask(longest=LINE)] = None


class EasyForm(msgspec.Struct, frozen=True, kw_only=True):
    """The Easy Read of a contest in one language. Pictures and words stand in pairs, in order."""

    title: Annotated[str, Ask(missing="Type an easy title.", longest=LINE)]
    picture: Annotated[tuple[str, ...], Ask(longest=40)] = ()
    words: Annotated[tuple[str, ...], Ask(longest=300)] = ()
    readers: Annotated[Readers, Ask(missing="Choose how many people have read it.")]


class SearchForm(msgspec.Struct, frozen=True):
    """Part of a name."""

    search: Annotated[str, Ask(missing="Type a part of the name.", longest=100)]


class CandidateForm(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who stands, and what they say. `search` is what was searched for, to show the same people again."""

    person: Annotated[UUID, Ask(missing="Choose who stands.")]
    statement: MaybeText = None
    statement_cy: MaybeText = None
    search: Annotated[str | None, Ask(longest=100)] = None


class ReasonForm(msgspec.Struct, frozen=True):
    """Why a vote is withdrawn."""

    reason: Annotated[str, Ask(missing="Say why. Everybody on the roll reads this.", longest=LINE)]


class ChallengeAnswerForm(msgspec.Struct, frozen=True):
    """What came of "I did not cast this vote", and why."""

    answer: Annotated[Answer, Ask(missing="Choose what came of it.")]
    note: Annotated[str, Ask(missing="Say what you found out and how. The scrutineers read this.", longest=1_000)]
