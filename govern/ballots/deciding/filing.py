"""What goes to the regulator after a decision: by which law, until when, and how it stands.

    in force or confirmed -> not sent -> sent to the regulator -> registered
                                 ^               |
                                 └── returned ◄──┘

Law changes, so each row says from when it holds. A society whose conversion or merger was confirmed sends a copy,
signed by the chair of the second meeting and by the secretary; it counts only once it is registered. So does a change
of a society's registered rules. A company sends a copy of each special resolution to Companies House.
Source: domain report 2.4 "Ballot (resolution)" and section 4 "Resolution extract".
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from govern.sentences import Sentence, Value

FCA = Sentence("the Financial Conduct Authority")
COMPANIES_HOUSE = Sentence("Companies House")
#: The matter that makes a decision one on the registered rules, as rulebooks name it.
CHANGE_RULES = "change_rules"
SOCIETIES = frozenset({"cooperative_society", "community_benefit_society"})


class Filed(enum.StrEnum):
    """How far the copy for the regulator has come."""

    NOT_SENT = "not_sent"
    SENT = "sent_to_regulator"
    RETURNED = "returned"
    REGISTERED = "registered"


class How(enum.StrEnum):
    """How the copy was sent."""

    ONLINE = "online"
    EMAIL = "email"
    POST = "post"
    HAND = "hand"


class FilingLaw(msgspec.Struct, frozen=True, kw_only=True):
    """One duty to send a copy, as it holds from `in_force` to `until` (None: still).

    `days` after the decision, or after its confirmation, is the last day; None where the law names no day.
    `statutes` are the kinds of decision it is for. `counts_when_registered`: before that it is not in
    force. `signed`: the chair of the second meeting and the secretary sign the copy.
    """

    id: str
    citation: str
    source: str
    in_force: date
    until: date | None
    regulator: Sentence
    statutes: tuple[str, ...] = ()
    of_rules: bool = False
    days: int | None = None
    counts_when_registered: bool = True
    signed: bool = False


#: Fourteen days beginning with the day of the second meeting end on the thirteenth day after it.
LAWS = (
    FilingLaw(
        id="ccbsa_s113_copy",
        citation="Co-operative and Community Benefit Societies Act 2014, section 113",
        source="https://www.legislation.gov.uk/ukpga/2014/14/section/113",
        in_force=date(2014, 8, 1),
        until=None,
        regulator=FCA,
        statutes=("ccbsa_s113",),
        days=13,
        signed=True,
    ),
    FilingLaw(
        id="ccbsa_s111_copy",
        citation="Co-operative and Community Benefit Societies Act 2014, section 111",
        source="https://www.legislation.gov.uk/ukpga/2014/14/section/111",
        in_force=date(2014, 8, 1),
        until=None,
        regulator=FCA,
        statutes=("ccbsa_s111",),
        days=13,
        signed=True,
    ),
    FilingLaw(
        id="ca2006_s30_copy",
        citation="Companies Act 2006, section 30",
        source="https://www.legislation.gov.uk/ukpga/2006/46/section/30",
        in_force=date(2007, 10, 1),
        until=None,
        regulator=COMPANIES_HOUSE,
        statutes=("ca2006_s283",),
        days=15,
        counts_when_registered=False,
    ),
    FilingLaw(
        id="ccbsa_s16_copy",
        citation="Co-operative and Community Benefit Societies Act 2014, section 16",
        source="https://www.legislation.gov.uk/ukpga/2014/14/section/16",
        in_force=date(2014, 8, 1),
        until=None,
        regulator=FCA,
        of_rules=True,
    ),
)


def law_of(legal_form: str, statutory: str | None, matter: str | None, on: date) -> FilingLaw | None:
    """Which law asks for a copy of a decision of this kind and matter on this day; None where none does."""
    for law in LAWS:
        if not (law.in_force <= on and (law.until is None or on <= law.until)):
            continue
        if statutory is not None and statutory in law.statutes:
            return law
        if law.of_rules and matter == CHANGE_RULES and legal_form in SOCIETIES and statutory is None:
            return law
    return None


def last_day(law: FilingLaw, decided_on: date) -> date | None:
    """The last day on which the copy can be sent in time; None where the law names no day."""
    return None if law.days is None else decided_on + timedelta(days=law.days)


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that was sent, and what came of it: registered under a reference, or returned with reasons."""

    sent_on: date
    how: How
    sent_by: str
    answered_on: date | None = None
    reference: str = ""
    reasons: str = ""

    @property
    def stage(self) -> Filed:
        if self.answered_on is None:
            return Filed.SENT
        return Filed.REGISTERED if self.reference else Filed.RETURNED


def stage_of(copies: Sequence[Copy]) -> Filed:
    """How it stands now: the latest copy says it."""
    return copies[-1].stage if copies else Filed.NOT_SENT


def told_of_filing(law: FilingLaw, decided_on: date, copies: Sequence[Copy], today: date) -> tuple[Sentence, ...]:
    """How it stands with the regulator, in sentences for everybody."""
    said = _answered(law, copies[-1]) if copies else _to_send(law, decided_on, today)
    if stage_of(copies) is Filed.REGISTERED or not law.counts_when_registered:
        return (said,)
    return said, Sentence("It counts only once it is registered ({law}).", law=law.citation)


def _answered(law: FilingLaw, copy: Copy) -> Sentence:
    if copy.answered_on is None:
        return Sentence(
            "A copy was sent on {day}. It waits for {regulator}.", day=copy.sent_on, regulator=law.regulator
        )
    values: dict[str, Value] = {"regulator": law.regulator, "day": copy.answered_on, "reference": copy.reference}
    if copy.stage is Filed.REGISTERED:
        return Sentence("It was registered on {day} by {regulator}. The reference is {reference}.", **values)
    return Sentence(
        "The copy was returned on {day} by {regulator}. It is put right and sent again.",
        day=copy.answered_on,
        regulator=law.regulator,
    )


def _to_send(law: FilingLaw, decided_on: date, today: date) -> Sentence:
    day = last_day(law, decided_on)
    values: dict[str, Value] = {"regulator": law.regulator, "law": law.citation}
    if day is None:
        return Sentence("A copy goes to {regulator} ({law}). The law names no last day.", **values)
    if today > day:
        return Sentence(
            "A copy goes to {regulator}. It had to be sent by {day} ({law}), so send it now.", **values | {"day": day}
        )
    return Sentence("A copy goes to {regulator} by {day} ({law}).", **values | {"day": day})
