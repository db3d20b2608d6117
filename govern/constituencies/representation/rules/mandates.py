"""Who may be a peer, whom a peer may carry, and whether a mandate holds on a day.

Invariant 48: a peer belongs to the constituency represented, is not staff unless the rules say so, and carries at
most `max_represented` mandates on any day. Invariant 49: a mandate exists only by the member's own act or by a
recorded supported choice, never by a capacity assessment, and lapses at its review unless renewed. Invariant 50: a
mandate never covers the kinds of decision in `not_for`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.plain import decision_name
from govern.constituencies.rulebook.rules import called
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.sentences import Sentence

#: The scope of a mandate for every kind of decision that peers may vote on.
EVERYTHING = "all"
#: After how many months a choice is looked at again where the rules do not say.
YEARLY = 12


class HowChosen(StrEnum):
    """How a member chose their peer. There is no third way (invariant 49)."""

    OWN_ACT = "own_act"
    SUPPORTED = "supported_choice"


class HowConsented(StrEnum):
    """The way in which a member said yes, or whom they want."""

    OWN_PAGE = "own_page"
    SPOKE = "spoke"
    SIGNED = "signed"
    POINTED = "pointed"
    DEVICE = "device"
    WROTE = "wrote"


class WhyEnded(StrEnum):
    """Why a mandate ended by somebody's word. That a review or a membership ran out needs no word."""

    WITHDRAWN = "withdrawn"
    PEER_STOPPED = "peer_stopped"
    MISTAKE = "mistake"
    RENEWED = "renewed"


class WhyOver(StrEnum):
    """Why an office of peer ended before its term. A recall cites the group's declared decision."""

    STOPPED = "stopped"
    RECALLED = "recalled"
    ELECTED_AGAIN = "elected_again"


class Standing(StrEnum):
    """How a mandate stands on a day."""

    TO_COME = "to_come"
    ACTIVE = "active"
    ENDED = "ended"
    LAPSED = "lapsed"
    OFFICE_OVER = "office_over"
    MEMBER_LEFT = "member_left"
    PEER_LEFT = "peer_left"


class Someone(msgspec.Struct, frozen=True):
    """A peer or a member as the register has them on the day that counts."""

    person_id: UUID
    name: str
    groups: frozenset[str]
    attributes: frozenset[str]


class Office(msgspec.Struct, frozen=True):
    """A peer's office: for which group, in which forum, from one day until before another."""

    id: UUID
    person_id: UUID
    constituency: str
    from_on: date
    to_on: date


class Span(msgspec.Struct, frozen=True):
    """The days on which a mandate is carried: from one day until before another. `mandate_id` may be new."""

    mandate_id: UUID
    office_id: UUID
    member_id: UUID
    constituency: str
    from_on: date
    until: date

    def overlaps(self, from_on: date, until: date) -> bool:
        return self.from_on < until and from_on < self.until


class Carried(msgspec.Struct, frozen=True):
    """A member and the peer who votes for them in a group. `scope` is ("all",) or kinds of resolution."""

    member_id: UUID
    peer_id: UUID
    constituency: str
    scope: tuple[str, ...]


class WantedOffice(msgspec.Struct, frozen=True):
    """An office as somebody writes it down. `place` is the forum's own name; `elected_by` the number of a vote."""

    constituency: str
    layer: str
    place: str
    from_on: date
    to_on: date
    elected_by: str = ""


class Wanted(msgspec.Struct, frozen=True):
    """A mandate as it is written down. `scope` is "all" or kinds of decision; `supporter` who helped to choose;
    `expressed` in which way the member said it, where it is known."""

    from_on: date
    review_by: date
    how: HowChosen
    scope: tuple[str, ...] = (EVERYTHING,)
    supporter: str = ""
    to_on: date | None = None
    expressed: HowConsented | None = None


class CannotCarry(NotAllowed):
    """The peer carries as many as the rules allow."""


def months_on(day: date, months: int) -> date:
    """So many months later; the last day of a month where the day does not exist there."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def peers_vote(book: Rulebook) -> bool:
    """Whether peers vote for others here: the rules say so, and say on which legal basis."""
    return book.peer.enabled and book.peer.legal_basis is not None


def check_enabled(book: Rulebook) -> None:
    if not book.peer.enabled:
        raise NotAllowed(
            "Nobody votes for others in this society ({rule}). Members vote for themselves.",
            field="group",
            rule=citation("peer.enabled", book),
        )
    if not peers_vote(book):
        raise NotAllowed(
            "The rules do not say on which legal basis a peer votes for others ({rule}), so peers are off. "
            "Members vote for themselves.",
            field="group",
            rule=citation("peer.legal_basis", book),
        )


def check_office(book: Rulebook, peer: Someone, wanted: WantedOffice) -> None:
    """Whether somebody may be a peer for this group (invariant 48). Raises `NotAllowed` or `NotValid`."""
    check_enabled(book)
    if wanted.constituency not in book.peer.constituencies:
        raise NotAllowed(
            "Peers are elected for these groups only: {groups} ({rule}).",
            field="group",
            groups=tuple(called(book.constituency(group)) for group in book.peer.constituencies),
            rule=citation("peer.constituencies", book),
        )
    if book.peer.elected_in and wanted.layer != book.peer.elected_in:
        raise NotAllowed(
            "Peers are elected in this layer of forums: {layer} ({rule}).",
            field="place",
            layer=book.forum_layer(book.peer.elected_in).name,
            rule=citation("peer.elected_in", book),
        )
    check_may_be_peer(book, peer, wanted.constituency)
    if wanted.to_on <= wanted.from_on:
        raise NotValid("The office has to end after it begins. Change one of the two days.", field="to_on")
    longest = months_on(wanted.from_on, book.peer.term_months) if book.peer.term_months else None
    if longest is not None and wanted.to_on > longest:
        raise NotAllowed(
            "A peer is elected for {months} months ({rule}). From {day} that is until {until}.",
            field="to_on",
            months=book.peer.term_months or 0,
            rule=citation("peer.term_months", book),
            day=wanted.from_on,
            until=longest,
        )


def check_may_be_peer(book: Rulebook, peer: Someone, constituency: str) -> None:
    """A peer is of the group they speak for, and not staff unless the rules say so (invariant 48)."""
    if constituency not in peer.groups:
        raise NotAllowed(
            "A peer belongs to the group they speak for. {name} is not one of: {group}.",
            field="peer",
            name=peer.name,
            group=called(book.constituency(constituency)),
        )
    if not may_be_peer(book, peer, constituency):
        raise NotAllowed(
            "{name} works here, and staff cannot be peers ({rule}). Choose somebody who does not.",
            field="peer",
            name=peer.name,
            rule=citation("peer.staff_may_be_peer", book),
        )


def may_be_peer(book: Rulebook, peer: Someone, constituency: str) -> bool:
    """As `check_may_be_peer`, where it is only asked."""
    return constituency in peer.groups and (bool(book.peer.staff_may_be_peer) or not is_staff(book, peer))


def is_staff(book: Rulebook, someone: Someone) -> bool:
    """Whether somebody works here: as a member of a group of workers, or by what is noted of them."""
    workers = {group.id for group in book.constituencies if group.kind == "worker"}
    return bool(workers & someone.groups) or "employee" in someone.attributes


def check_mandate(
    book: Rulebook, office: Office, peer: Someone, member: Someone, wanted: Wanted, spans: Sequence[Span]
) -> None:
    """Whether this member may be carried by this peer. `spans` are all that touch the office or the member.

    Raises `NotAllowed`, `NotValid`, `CannotCarry`, or `AlreadyDone` where the member has a peer in this group.
    """
    check_enabled(book)
    check_may_be_peer(book, peer, office.constituency)
    if member.person_id == peer.person_id:
        raise NotValid("Nobody is their own peer: they vote themselves. Choose another member.", field="member")
    if office.constituency not in member.groups:
        raise NotAllowed(
            "A peer carries members of their own group only. {name} is not one of: {group}.",
            field="member",
            name=member.name,
            group=called(book.constituency(office.constituency)),
        )
    _check_choice(wanted)
    _check_scope(book, wanted.scope)
    _check_days(office, wanted)
    check_review(book, wanted.from_on, wanted.review_by)
    until = end_of(wanted, office)
    for span in spans:
        same = span.member_id == member.person_id and span.constituency == office.constituency
        if same and span.overlaps(wanted.from_on, until):
            raise AlreadyDone(
                "{name} has a peer in this group already. End that mandate first.", field="member", name=member.name
            )
    check_room(book, office, wanted.from_on, until, spans)


def check_room(book: Rulebook, office: Office, from_on: date, until: date, spans: Iterable[Span]) -> None:
    """On no day more than `max_represented` (invariant 48). Raises `CannotCarry`."""
    most = book.peer.max_represented
    if most is None:
        return
    theirs = [span for span in spans if span.office_id == office.id and span.overlaps(from_on, until)]
    days = {from_on} | {span.from_on for span in theirs if span.from_on >= from_on}
    fullest = max(sum(span.from_on <= day < span.until for span in theirs) for day in days)
    if fullest >= most:
        raise CannotCarry(
            "A peer carries at most {most} members ({rule}), and this one has as many. Choose another peer.",
            field="member",
            most=most,
            rule=citation("peer.max_represented", book),
        )


def _check_choice(wanted: Wanted) -> None:
    if wanted.how is HowChosen.SUPPORTED and not wanted.supporter.strip():
        raise NotValid("Say who supported the choice, and how it was made.", field="supporter")


def _check_scope(book: Rulebook, scope: Sequence[str]) -> None:
    """All, or kinds of decision that the rules have and do not keep for the member alone (invariant 50)."""
    if tuple(scope) == (EVERYTHING,):
        return
    known = {kind.id for kind in book.resolutions}
    if not scope or any(kind not in known for kind in scope):
        raise NotValid("Choose kinds of decision from the rules, or all of them.", field="scope")
    kept = [kind for kind in scope if kind in (book.peer.not_for or ())]
    if kept:
        raise NotAllowed(
            "On this kind of decision nobody votes for others: {kinds} ({rule}).",
            field="scope",
            kinds=tuple(book.resolution(kind).name or kind.replace("_", " ") for kind in kept),
            rule=citation("peer.not_for", book),
        )


def _check_days(office: Office, wanted: Wanted) -> None:
    if not office.from_on <= wanted.from_on < office.to_on:
        raise NotValid(
            "A mandate begins while the peer holds the office, from {from_on} until {to_on}.",
            field="from_on",
            from_on=office.from_on,
            to_on=office.to_on,
        )
    if wanted.to_on is not None and wanted.to_on <= wanted.from_on:
        raise NotValid("The mandate has to end after it begins. Change one of the two days.", field="to_on")


def check_review(book: Rulebook, from_on: date, review_by: date) -> None:
    """The review comes after the choice, and no later than the rules say (invariant 49)."""
    if review_by <= from_on:
        raise NotValid("The review comes after the choice. Change one of the two days.", field="review_by")
    months = book.peer.opt_in_renew_months
    if months is not None and review_by > months_on(from_on, months):
        raise NotAllowed(
            "A mandate is looked at again within {months} months ({rule}): by {day} at the latest.",
            field="review_by",
            months=months,
            rule=citation("peer.opt_in_renew_months", book),
            day=months_on(from_on, months),
        )


def review_on(book: Rulebook, chosen_on: date) -> date:
    """When a choice made on this day is looked at again, unless an earlier day is agreed."""
    return months_on(chosen_on, book.peer.opt_in_renew_months or YEARLY)


def check_end(from_on: date, ended_on: date | None, on: date, today: date) -> None:
    """Raises `AlreadyDone`, or `NotValid` for a day before it began or still to come."""
    if ended_on is not None:
        raise AlreadyDone("This mandate ended on {day}. Nothing more has to be done.", day=ended_on)
    if on < from_on:
        raise NotValid("The mandate began on {day}. It cannot end before.", field="on", day=from_on)
    if on > today:
        raise NotValid("This day is still to come. Say from which day it no longer holds.", field="on")


def end_of(wanted: Wanted, office: Office) -> date:
    """The first day on which it is no longer carried, if nobody renews it: the review's day itself still counts."""
    return min(wanted.to_on or office.to_on, office.to_on, wanted.review_by + timedelta(days=1))


def standing_on(
    on: date,
    *,
    from_on: date,
    ended_on: date | None,
    review_by: date,
    office_over: date,
    member_belongs: bool,
    peer_may: bool,
) -> Standing:
    """How a mandate stands on a day; only an active one is carried."""
    if ended_on is not None and ended_on <= on:
        return Standing.ENDED
    if from_on > on:
        return Standing.TO_COME
    if office_over <= on:
        return Standing.OFFICE_OVER
    if not member_belongs:
        return Standing.MEMBER_LEFT
    if not peer_may:
        return Standing.PEER_LEFT
    return Standing.LAPSED if review_by < on else Standing.ACTIVE


def said_scope(book: Rulebook, scope: Sequence[str], language: str) -> tuple[Sentence | str, ...]:
    """A scope as people read it in a language."""
    if tuple(scope) == (EVERYTHING,):
        return (Sentence("Everything that peers may vote on"),)
    known = {kind.id for kind in book.resolutions}
    return tuple(decision_name(book, k, language) if k in known else k.replace("_", " ") for k in scope)
