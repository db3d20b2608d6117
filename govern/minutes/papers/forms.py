"""What is typed about papers: number and mark of one in hand, and what scrutineers found."""

from typing import Annotated

import msgspec

from govern.web.forms import Ask


class CheckForm(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at the foot of a paper."""

    number: Annotated[str, Ask(missing="Type the number of the paper.", longest=40)]
    mark: Annotated[str, Ask(missing="Type the mark of the paper.", longest=120)]


class IssueForm(msgspec.Struct, frozen=True, kw_only=True):
    """In which form a paper is issued."""

    made: Annotated[str | None, Ask(longest=20)] = None


Number = Annotated[
    int, Ask(missing="Type a number, or 0.", unreadable="Type a number, like 20.", least=0, most=100_000)
]


class ScrutinyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A scrutineer's own words and numbers; all sums are worked out."""

    appointed_by: Annotated[str, Ask(missing="Say who appointed you, and when.", longest=200)]
    no_interest: Annotated[bool, Ask(missing="Say that you have no interest in the result.")] = False
    sample: Number
    differing: Number
    complaints: Annotated[str | None, Ask(longest=4_000)] = None
    opinion: Annotated[str, Ask(missing="Say what you think of this vote and its count.", longest=4_000)]
