"""Who may come and vote in a member's place, for how many, and until when it can be said.

Companies Act 2006 s324 to s330 for companies; a society has the rules it gave itself. Invariant 51: one person stands
for at most `max_per_holder` members; what comes after the deadline does not count. A member has one proxy at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import AlreadyDone, NotAllowed
from govern.sentences import Sentence


class ProxyStage(StrEnum):
    """How an appointment stands. Only what stands is voted under; whether it was used is the log's to say."""

    STANDS = "stands"
    REFUSED = "refused"
    REVOKED = "revoked"
    REPLACED = "replaced"
    DECLINED = "declined"


class WhyRefused(StrEnum):
    """Why an appointment that came on paper does not count. Kept in the register of proxies."""

    NOT_ALLOWED = "not_allowed"
    NO_VOTE = "no_vote"
    ONESELF = "oneself"
    NOT_HUMAN = "not_human"
    NOT_A_MEMBER = "not_a_member"
    OTHER_GROUP = "other_group"
    TOO_MANY = "too_many"
    TWO_AT_ONCE = "two_at_once"
    LATE = "late"


class HowGiven(StrEnum):
    """How a member said it: on the page themself, or on paper that an officer entered."""

    PAGE = "page"
    PAPER = "paper"


class CannotAppoint(NotAllowed):
    """This appointment is not possible. `why` is kept where it came on paper."""

    def __init__(self, why: WhyRefused, said: Sentence, *, field: str | None = None) -> None:
        super().__init__(said, field=field)
        self.why = why


class Voter(msgspec.Struct, frozen=True):
    """Somebody as the register has them on the day that counts. `votes`: in a group that has a vote.

    `acts_for` are members that are organisations, for a human who may come; `groups` are theirs too then.
    """

    person_id: UUID
    groups: frozenset[str]
    votes: bool
    human: bool = True
    acts_for: frozenset[UUID] = frozenset()


class ForMeeting(msgspec.Struct, frozen=True):
    """A meeting's day, the day whose membership decides, and until when somebody can be named for it (W21)."""

    id: UUID
    on: date
    record_on: date
    until: datetime


class WantedProxy(msgspec.Struct, frozen=True):
    """Whom a member names. `holder_id` is None where a paper names somebody nobody knows; `named` is what it says."""

    holder_id: UUID | None
    as_chair: bool = False
    named: str = ""
    replaces: bool = False


class Stands(msgspec.Struct, frozen=True):
    """An appointment that stands: who is represented by whom. `directed` are the ballots it was sealed for; `parts`
    the questions, where the member decided only some of a ballot."""

    id: UUID
    member_id: UUID
    holder_id: UUID
    directed: frozenset[UUID] = frozenset()
    parts: Mapping[UUID, tuple[str, ...]] = {}


def check_allowed(book: Rulebook) -> None:
    """Raises `CannotAppoint` where nobody may vote in another's place."""
    if not book.proxy.allowed:
        raise CannotAppoint(
            WhyRefused.NOT_ALLOWED,
            Sentence(
                "Nobody can vote in another member's place here ({rule}). You can vote yourself, also from home "
                "where the vote is open before the meeting.",
                rule=citation("proxy.allowed", book),
            ),
        )


def check_in_time(book: Rulebook, until: datetime, received_at: datetime) -> None:
    """Until the last minute and in it, not after (invariant 51). Raises `CannotAppoint`."""
    if received_at > until:
        raise CannotAppoint(
            WhyRefused.LATE,
            Sentence(
                "It is too late to name somebody for this meeting: we had to have it by {moment} ({rule}). "
                "You can still come and vote yourself.",
                moment=until,
                rule=citation("proxy.deadline_hours", book),
            ),
        )


def check_member(book: Rulebook, member: Voter) -> None:
    """Only who has a vote can give it to somebody. Raises `CannotAppoint`."""
    if not member.votes:
        raise CannotAppoint(
            WhyRefused.NO_VOTE,
            Sentence(
                "Only members who have a vote at this meeting can name somebody to vote for them ({rule}). "
                "Call the secretary if you think that you have one.",
                rule=citation("roll.record_days_before", book),
            ),
        )


def check_holder(book: Rulebook, member: Voter, holder: Voter | None) -> None:
    """Who may stand for this member: `[proxy].holder`. None is somebody nobody knows, who cannot be a member.

    Raises `CannotAppoint` beside the field `holder`.
    """
    if holder is None:
        raise CannotAppoint(
            WhyRefused.NOT_A_MEMBER,
            Sentence(
                "We do not know the person who is named ({rule}). Ask the member whom they mean.",
                rule=citation("proxy.holder", book),
            ),
            field="holder",
        )
    if member.person_id in (holder.person_id, *holder.acts_for):
        raise CannotAppoint(
            WhyRefused.ONESELF,
            Sentence("Nobody can be their own proxy. Choose somebody else, or come yourself."),
            field="holder",
        )
    if not holder.human:
        raise CannotAppoint(
            WhyRefused.NOT_HUMAN,
            Sentence("An organisation cannot come and vote for you. Choose a person."),
            field="holder",
        )
    rule = citation("proxy.holder", book)
    if book.proxy.holder in ("members_only", "same_constituency") and not holder.groups:
        raise CannotAppoint(
            WhyRefused.NOT_A_MEMBER,
            Sentence("The person who votes for you must be a member ({rule}). Choose a member.", rule=rule),
            field="holder",
        )
    if book.proxy.holder == "same_constituency" and not holder.groups & member.groups:
        raise CannotAppoint(
            WhyRefused.OTHER_GROUP,
            Sentence(
                "The person who votes for you must be a member of the same group as you ({rule}). "
                "Choose somebody of your group.",
                rule=rule,
            ),
            field="holder",
        )


def check_room_left(book: Rulebook, held: int) -> None:
    """`held`: how many other members the holder stands for at this meeting. Raises `CannotAppoint` at once."""
    most = book.proxy.max_per_holder
    if held >= most:
        raise CannotAppoint(
            WhyRefused.TOO_MANY,
            Sentence(
                "This person stands for {most} member already, and more is not allowed ({rule}). "
                "Choose somebody else.",
                "This person stands for {most} members already, and more is not allowed ({rule}). "
                "Choose somebody else.",
                most,
                rule=citation("proxy.max_per_holder", book),
                most=most,
            ),
            field="holder",
        )


def check_one_at_a_time(has: UUID | None, *, replaces: bool) -> None:
    """A new appointment takes the place of the old one, and only when that is what is wanted."""
    if has is not None and not replaces:
        raise CannotAppoint(
            WhyRefused.TWO_AT_ONCE,
            Sentence(
                "Somebody is named for this meeting already, and there can be one person only. "
                "Say that the new person takes the place of the old one.",
            ),
            field="replaces",
        )


def check_may_direct(book: Rulebook) -> None:
    """Raises `NotAllowed` where the rules leave the choice to whoever comes."""
    if not book.proxy.directed:
        raise NotAllowed(
            "The person who votes for you decides how ({rule}). Talk to them, or vote yourself.",
            rule=citation("proxy.directed", book),
        )


def check_open(stage: ProxyStage) -> None:
    """What has ended cannot be ended or changed again. Raises `AlreadyDone`."""
    if stage is not ProxyStage.STANDS:
        raise AlreadyDone("This appointment does not stand any more. Look at the meeting's page to see what does.")


def who_may(book: Rulebook) -> Sentence:
    """Who may be a proxy, in words."""
    words = {
        "any_person": Sentence("It may be anybody."),
        "members_only": Sentence("It must be a member."),
        "same_constituency": Sentence("It must be a member of the same group as you."),
        "none": Sentence("Nobody can be."),
    }
    return words[book.proxy.holder]


REASONS = {
    WhyRefused.NOT_ALLOWED: Sentence("Nobody can vote in another member's place here."),
    WhyRefused.NO_VOTE: Sentence("The member has no vote at this meeting."),
    WhyRefused.ONESELF: Sentence("Nobody can be their own proxy."),
    WhyRefused.NOT_HUMAN: Sentence("An organisation cannot be a proxy."),
    WhyRefused.NOT_A_MEMBER: Sentence("The person named is not a member, or not known."),
    WhyRefused.OTHER_GROUP: Sentence("The person named belongs to another group."),
    WhyRefused.TOO_MANY: Sentence("The person named stands for as many members as they may."),
    WhyRefused.TWO_AT_ONCE: Sentence("Somebody else was named for this meeting already."),
    WhyRefused.LATE: Sentence("It came after the last moment for it."),
}


def represented(
    appointments: Collection[Stands], here: Collection[UUID], *, but_not: Collection[UUID] = ()
) -> frozenset[UUID]:
    """The members who are represented by somebody here and are not here themselves (invariants 27 and 28)."""
    return frozenset(
        one.member_id
        for one in appointments
        if one.holder_id in here and one.member_id not in here and one.member_id not in but_not
    )


__all__ = [
    "REASONS",
    "CannotAppoint",
    "ForMeeting",
    "HowGiven",
    "ProxyStage",
    "Stands",
    "Voter",
    "WantedProxy",
    "WhyRefused",
    "check_allowed",
    "check_holder",
    "check_in_time",
    "check_may_direct",
    "check_member",
    "check_one_at_a_time",
    "check_open",
    "check_room_left",
    "represented",
    "who_may",
]
