"""What is sent for a vote of one forum."""

from datetime import datetime
from typing import Annotated

import msgspec

from govern.ballots.rules import Weight
from govern.forums.gatherings.rules import VoteKind
from govern.web.forms import Ask


class DraftVote(msgspec.Struct, frozen=True, kw_only=True):
    """What the forum is to choose, what the vote does, and when."""

    kind: Annotated[VoteKind, Ask(missing="Choose what is asked.")]
    title: Annotated[str, Ask(missing="Type what this vote is called.", longest=200)]
    title_cy: Annotated[str | None, Ask(longest=200)] = None
    question: Annotated[str, Ask(missing="Type the question.", longest=400)]
    question_cy: Annotated[str | None, Ask(longest=400)] = None
    weight: Annotated[Weight, Ask(missing="Choose what the vote does. It is said before anybody votes.")]
    opens_at: Annotated[datetime, Ask(missing="Type the day and the time voting opens.")]
    closes_at: Annotated[datetime, Ask(missing="Type the day and the time voting closes.")]
