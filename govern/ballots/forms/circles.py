"""What is sent to circles that decide by consent."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from govern.ballots.deciding.consent import Fallback
from govern.ballots.forms.options import LINE, TEXT, MaybeLine, MaybeText
from govern.ballots.rules.consenting import Said, Voted
from govern.web.forms import Ask


class ConsentForm(msgspec.Struct, frozen=True):
    """What somebody says in a round, and why."""

    said: Annotated[Said, Ask(missing="Choose what you say: consent, a concern, or an objection.")]
    reason: Annotated[str | None, Ask(longest=2_000)] = None


class NotedConsentForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said in the room, written down by whoever runs the round."""

    person: Annotated[UUID, Ask(missing="Choose who said it.", unreadable="Choose somebody from the list.")]
    said: Annotated[Said, Ask(missing="Choose what they said: consent, a concern, or an objection.")]
    reason: Annotated[str | None, Ask(longest=2_000)] = None


class FindingForm(msgspec.Struct, frozen=True):
    """The objection in which somebody finds no reason."""

    answer: Annotated[UUID, Ask(missing="Press the button beside the objection.")]


class CircleVoteForm(msgspec.Struct, frozen=True):
    """How somebody votes in their circle."""

    voted: Annotated[Voted, Ask(missing="Choose how you vote. You may leave it blank too.")]


class NotedVoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody voted in the room."""

    person: Annotated[UUID, Ask(missing="Choose who voted.", unreadable="Choose somebody from the list.")]
    voted: Annotated[Voted, Ask(missing="Choose how they voted.")]


class RewordForm(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a proposal that nobody has seen yet."""

    title: Annotated[str, Ask(missing="Type a short title.", longest=LINE)]
    title_cy: MaybeLine = None
    text: Annotated[str, Ask(missing="Type what is proposed.", longest=TEXT)]
    text_cy: MaybeText = None


class ProposalForm(RewordForm, frozen=True, kw_only=True):
    """What is proposed to which circle; of which kind it is where all members decide."""

    body: Annotated[str, Ask(missing="Choose who decides this.", longest=60)]
    kind: Annotated[str | None, Ask(longest=60)] = None


class CirclePersonForm(msgspec.Struct, frozen=True):
    """Somebody of the circle."""

    person: Annotated[
        UUID, Ask(missing="Choose somebody from the list.", unreadable="Choose somebody from the list.")
    ]


class IntegrateForm(msgspec.Struct, frozen=True, kw_only=True):
    """A new wording and what was changed. How it meets each objection comes as `met_<person>`."""

    text: Annotated[str, Ask(missing="Type the new wording.", longest=TEXT)]
    text_cy: MaybeText = None
    changed: Annotated[str, Ask(missing="Say what was changed, in a sentence.", longest=2_000)]


class FallbackForm(msgspec.Struct, frozen=True):
    """What is taken after the last round."""

    way: Annotated[Fallback, Ask(missing="Choose what happens now.")]


class Reviewed(StrEnum):
    """What came of a review."""

    RENEWED = "renewed"
    CHANGED = "changed"
    ENDED = "ended"


class ReviewForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the circle found when it looked again."""

    outcome: Annotated[Reviewed, Ask(missing="Choose what came of the review.")]
    words: Annotated[str, Ask(missing="Say in a sentence what the circle found.", longest=2_000)]


class OnPaperForm(msgspec.Struct, frozen=True):
    """How a member votes: on a screen, on paper this time, or on paper from now on."""

    way: Annotated[str, Ask(missing="Choose how you vote.", longest=10)]
