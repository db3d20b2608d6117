"""What is typed in from a record sheet: one line of letters, or the same in ordinary fields."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from govern.forums.consultations.rules import Adaptation, Assent, Confidence, Evidence, GivenBy
from govern.forums.consultations.rules.codes import Knows, Shown, There, Went
from govern.sentences import N_
from govern.web.forms import Ask


class SheetForm(msgspec.Struct, frozen=True):
    """One sheet. With a `line` the fields below it are not read."""

    sent_id: Annotated[UUID, Ask(N_("Load this page again, then type the sheet."))]
    day: Annotated[date, Ask(N_("Type the day that stands on the sheet."))]
    line: Annotated[str | None, Ask(longest=3_000)] = None
    code: Annotated[str | None, Ask(longest=20)] = None
    assent: Assent | None = None
    assent_how: Shown | None = None
    way: Adaptation | None = None
    went: Went | None = None
    stopped_how: Shown | None = None
    order: Annotated[str | None, Ask(longest=40)] = None
    picked: Annotated[str | None, Ask(longest=20)] = None
    given_by: GivenBy | None = None
    did: str | None = None
    stance: Annotated[str | None, Ask(longest=20)] = None
    meant: str | None = None
    evidence: Evidence | None = None
    confidence: Confidence | None = None
    knows: Knows | None = None
    there: There | None = None
    who: Annotated[str | None, Ask(longest=400)] = None
