"""What an office allows. Deny by default: a permission nobody holds is a page nobody opens (security.md 7.7)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from govern.sentences import Sentence


class Role(StrEnum):
    """An office a person may hold for a time, by the society's appointment."""

    SECRETARY = "secretary"
    RETURNING_OFFICER = "returning_officer"
    SCRUTINEER = "scrutineer"
    CHAIR = "chair"
    FACILITATOR = "facilitator"
    PEER = "peer"
    TELLER = "teller"


ROLE_NAMES = {
    Role.SECRETARY: Sentence("Secretary"),
    Role.RETURNING_OFFICER: Sentence("Returning officer"),
    Role.SCRUTINEER: Sentence("Scrutineer"),
    Role.CHAIR: Sentence("Chair"),
    Role.FACILITATOR: Sentence("Facilitator"),
    Role.PEER: Sentence("Peer representative"),
    Role.TELLER: Sentence("Teller"),
}


class Permission(StrEnum):
    """One act, named `thing:act`. Routes name the permission they need; nobody asks for a role."""

    OFFICE_SEE = "office:see"
    OFFICE_APPOINT = "office:appoint"
    REGISTER_SEE = "register:see"
    REGISTER_EDIT = "register:edit"
    REGISTER_APPROVE = "register:approve"
    BOARD_EDIT = "board:edit"
    RULES_DRAFT = "rules:draft"
    RULES_CONFIRM = "rules:confirm"
    MEETING_CALL = "meeting:call"
    MEETING_ATTEND = "meeting:attend"
    BALLOT_PREPARE = "ballot:prepare"
    BALLOT_FREEZE = "ballot:freeze"
    BALLOT_DUTIES = "ballot:duties"
    BALLOT_OPEN = "ballot:open"
    BALLOT_CLOSE = "ballot:close"
    BALLOT_COUNT = "ballot:count"
    BALLOT_DECLARE = "ballot:declare"
    BALLOT_CHALLENGES = "ballot:challenges"
    BALLOT_PAPERS = "ballot:papers"
    MINUTES_WRITE = "minutes:write"
    RECORD_SEE = "record:see"
    PEOPLE_LET_IN = "people:let-in"
    MAIL_SETTINGS = "mail:settings"
    FORUM_FOUND = "forum:found"
    FACILITATE = "forum:facilitate"
    CONSENT_RUN = "consent:run"
    RECOMMENDATION_ANSWER = "recommendation:answer"
    FUND_KEEP = "fund:keep"
    CONSULT = "consultation:run"


_SECRETARY = {
    Permission.OFFICE_SEE,
    Permission.OFFICE_APPOINT,
    Permission.REGISTER_SEE,
    Permission.REGISTER_EDIT,
    Permission.REGISTER_APPROVE,
    Permission.BOARD_EDIT,
    Permission.RULES_DRAFT,
    Permission.MEETING_CALL,
    Permission.MEETING_ATTEND,
    Permission.BALLOT_PREPARE,
    Permission.BALLOT_DUTIES,
    Permission.BALLOT_PAPERS,
    Permission.MINUTES_WRITE,
    Permission.PEOPLE_LET_IN,
    Permission.MAIL_SETTINGS,
    Permission.FORUM_FOUND,
    Permission.CONSENT_RUN,
    Permission.RECOMMENDATION_ANSWER,
    Permission.FUND_KEEP,
    Permission.CONSULT,
}
_RETURNING_OFFICER = {
    Permission.OFFICE_SEE,
    Permission.RULES_CONFIRM,
    Permission.REGISTER_APPROVE,
    Permission.BALLOT_PREPARE,
    Permission.BALLOT_DUTIES,
    Permission.BALLOT_FREEZE,
    Permission.BALLOT_OPEN,
    Permission.BALLOT_CLOSE,
    Permission.BALLOT_COUNT,
    Permission.BALLOT_DECLARE,
    Permission.BALLOT_CHALLENGES,
    Permission.BALLOT_PAPERS,
    Permission.PEOPLE_LET_IN,
}

_CHAIR = {
    Permission.OFFICE_SEE,
    Permission.RULES_CONFIRM,
    Permission.REGISTER_APPROVE,
    Permission.MEETING_ATTEND,
    Permission.PEOPLE_LET_IN,
    Permission.CONSENT_RUN,
    Permission.RECOMMENDATION_ANSWER,
}

HOLDS: dict[Role, frozenset[Permission]] = {
    Role.SECRETARY: frozenset(_SECRETARY),
    Role.RETURNING_OFFICER: frozenset(_RETURNING_OFFICER),
    Role.SCRUTINEER: frozenset(
        {Permission.OFFICE_SEE, Permission.BALLOT_DUTIES, Permission.RECORD_SEE, Permission.PEOPLE_LET_IN}
    ),
    Role.CHAIR: frozenset(_CHAIR),
    Role.FACILITATOR: frozenset({Permission.FACILITATE, Permission.CONSENT_RUN, Permission.CONSULT}),
    Role.PEER: frozenset(),
    Role.TELLER: frozenset({Permission.OFFICE_SEE, Permission.BALLOT_PAPERS}),
}

#: Those who act for the society sign in with a password and a second step, not by a link alone (decision 35).
OFFICERS = frozenset({Role.SECRETARY, Role.RETURNING_OFFICER, Role.SCRUTINEER, Role.CHAIR, Role.TELLER})

#: Whoever may give an office. There is always one of them, so that there can be others.
APPOINTING = frozenset(role for role in Role if Permission.OFFICE_APPOINT in HOLDS[role])


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that these offices together allow."""
    return frozenset().union(*(HOLDS[role] for role in roles))
