"""Chapters 3, 4 and 23: how votes are counted, what each kind of decision needs, how a ballot is held."""

from __future__ import annotations

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables.voting import (
    Ballot,
    ClassMajority,
    Confirmation,
    Pass,
    Resolution,
    Voting,
)
from govern.constituencies.rulebook.plain.shares import chosen, decisions, share, yes_no
from govern.constituencies.rulebook.plain.words import MATTERS, listed
from govern.sentences import Sentence

BASIS = {
    "omov": Sentence("One member, one vote."),
    "college_weighted": Sentence("Each group counts for its share, whatever its size. Inside a group all are equal."),
}
EMPTY = {
    "redistribute": Sentence("The share of a group without members is divided among the others."),
    "count_against": Sentence("The share of a group without members counts against."),
    "fail": Sentence("While a group has no members, nothing can be decided by shares."),
}
SILENT = {
    "redistribute": Sentence("The share of a group in which nobody votes is divided among the others."),
    "count_against": Sentence("A group with members in which nobody votes keeps its share, and it counts against."),
    "fail": Sentence("If nobody in a group votes, nothing is decided."),
}
BASES = {
    "cast": Sentence("of the votes cast"),
    "present": Sentence("of those present"),
    "entitled": Sentence("of all who may vote"),
}
LEVELS = {
    "everyday": Sentence("Sealed votes are kept at the level Everyday."),
    "agm": Sentence("Sealed votes are kept at the level for general meetings."),
    "contested": Sentence("Sealed votes are kept at the highest level."),
}
OPENNESS = {
    "secret": Sentence("secret"),
    "open": Sentence("open, by name in the minutes"),
    "hands": Sentence("by show of hands"),
}
STATUTES = {
    "ca2006_s283": Sentence("It is a special resolution under the Companies Act 2006, section 283."),
    "ccbsa_s111": Sentence("It is a special resolution under the Act of 2014, section 111."),
    "ccbsa_s113": Sentence("It is a special resolution under the Act of 2014, section 113."),
}


def voting(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return _weighing(book.voting) | _edges(book.voting) | _before(book.voting)


def _weighing(v: Voting) -> dict[str, tuple[Sentence | None, ...]]:
    """Heads or groups, and what each group counts for."""
    return {
        "voting.basis": (chosen(v.basis, BASIS),),
        "voting.poll_basis": (
            Sentence("In a formal ballot: {basis}", basis=BASIS[v.poll_basis]) if v.poll_basis else None,
        ),
        "voting.college_result": (
            chosen(
                v.college_result,
                {
                    "proportional": Sentence("A group's share is split as its members voted."),
                    "block": Sentence("A group's whole share goes to the side most of its members chose."),
                },
            ),
        ),
        "voting.vacant_college": (chosen(v.vacant_college, EMPTY),),
        "voting.silent_college": (chosen(v.silent_college, SILENT),),
        "voting.weight_floor": (
            Sentence("No group counts for less than {share}.", share=share(v.weight_floor))
            if v.weight_floor
            else None,
        ),
        "voting.weight_ceiling": (
            Sentence("No group counts for more than {share}.", share=share(v.weight_ceiling))
            if v.weight_ceiling
            else None,
        ),
    }


def _edges(v: Voting) -> dict[str, tuple[Sentence | None, ...]]:
    """Abstentions, ties, several groups."""
    return {
        "voting.abstentions": (
            chosen(
                v.abstentions,
                {
                    "exclude": Sentence("Whoever abstains is not counted for or against."),
                    "count_against": Sentence("Whoever abstains counts as against."),
                },
            ),
        ),
        "voting.tie": (
            chosen(
                v.tie,
                {
                    "lost": Sentence("When votes are equal, the motion is lost."),
                    "chair_casting": Sentence("When votes are equal, the chair decides."),
                },
            ),
        ),
        "voting.multi_class": (
            chosen(
                v.multi_class,
                {
                    "single": Sentence("Whoever belongs to several groups votes in one: the one they joined first."),
                    "each": Sentence("Whoever belongs to several groups counts in each, and as one person."),
                },
            ),
        ),
        "voting.poll_members": (
            Sentence(
                "{count} member can ask for a formal ballot.",
                "{count} members can ask for a formal ballot.",
                v.poll_members,
                count=v.poll_members,
            ),
        ),
        "voting.class_may_raise_to": (
            Sentence("A group may ask that a decision needs {share}.", share=v.class_may_raise_to)
            if v.class_may_raise_to
            else None,
        ),
    }


def _before(v: Voting) -> dict[str, tuple[Sentence | None, ...]]:
    """Votes before the meeting."""
    return {
        "voting.early_electronic": (
            yes_no(
                v.early_electronic,
                Sentence("Members may vote before the meeting, by computer or telephone."),
                Sentence("Members vote at the meeting only."),
            ),
        ),
        "voting.early_vote_if_attending": (
            chosen(
                v.early_vote_if_attending if v.early_electronic else None,
                {
                    "discount": Sentence(
                        "Whoever votes early and then comes votes again in the room. Only that vote counts."
                    ),
                    "keep": Sentence("Whoever votes early and then comes keeps the early vote."),
                },
            ),
        ),
    }


def resolutions(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return {f"resolution.{one.id}": _resolution(book, one) for one in book.resolutions}


def _resolution(book: Rulebook, one: Resolution) -> tuple[Sentence | None, ...]:
    return (
        Sentence("{name}. Used for: {uses}.", name=decisions(book, [one.id])[0], uses=listed(one.used_for, MATTERS)),
        chosen(one.statutory, STATUTES),
        chosen(one.basis, BASIS),
        Sentence("To pass it needs {threshold}.", threshold=threshold(one.pass_)),
        Sentence("Every group must agree: each by {threshold}.", threshold=threshold(one.each_class))
        if one.each_class
        else None,
        Sentence("At least {share} of all who may vote must vote.", share=share(one.turnout.of))
        if one.turnout
        else None,
        _confirmed(one.confirm),
        Sentence(
            "Members are told {days} day before.",
            "Members are told {days} days before.",
            one.notice_days,
            days=one.notice_days,
        )
        if one.notice_days
        else None,
        Sentence("It is tried by consent first.") if one.consent_first else None,
    )


def _confirmed(by: Confirmation | None) -> Sentence | None:
    if by is None:
        return None
    return Sentence(
        "A second meeting must agree by {threshold}, at least {days} and at most {months} later.",
        threshold=threshold(Pass(op=by.op, of=by.of, base=by.base)),
        days=Sentence("{n} day", "{n} days", by.min_days, n=by.min_days),
        months=Sentence("{n} month", "{n} months", by.max_months, n=by.max_months),
    )


def threshold(of: Pass | ClassMajority) -> Sentence:
    """ "more than one half of the votes cast" """
    base = BASES[of.base] if isinstance(of, Pass) else Sentence("of its own votes cast")
    if of.op == "gt":
        return Sentence("more than {share} {base}", share=share(of.of), base=base)
    return Sentence("at least {share} {base}", share=share(of.of), base=base)


def ballot(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return _sealing(book.ballot) | _afterwards(book.ballot)


def _sealing(b: Ballot) -> dict[str, tuple[Sentence | None, ...]]:
    """How votes stay secret."""
    secrecy = b.secrecy
    return {
        "ballot.level": (chosen(b.level, LEVELS),),
        "ballot.secrecy": (
            Sentence(
                "Votes on motions are {resolution}. Elections are {election}. Votes of the board are {board}.",
                resolution=OPENNESS[secrecy.resolution],
                election=OPENNESS[secrecy.election],
                board=OPENNESS[secrecy.board],
            ),
        ),
        "ballot.privacy_floor": (
            Sentence(
                "Where a group has fewer than {count} person, officers say before a vote how it stays secret.",
                "Where a group has fewer than {count} people, officers say before a vote how it stays secret.",
                b.privacy_floor,
                count=b.privacy_floor,
            ),
        ),
        "ballot.privacy_floor_stv": (
            Sentence(
                "Where candidates are ranked, they say so for a group of fewer than {count} people.",
                count=b.privacy_floor_stv,
            ),
        ),
        "ballot.witnesses": (
            Sentence(
                "{count} person from outside the count watches over the box.",
                "{count} people from outside the count watch over the box.",
                b.witnesses,
                count=b.witnesses,
            )
            if b.witnesses
            else None,
        ),
    }


def _afterwards(b: Ballot) -> dict[str, tuple[Sentence | None, ...]]:
    """How many must take part, until when, and what can be looked at and questioned then."""
    return {
        "ballot.challenge_days": (
            Sentence(
                "A result can be questioned for {days} day.",
                "A result can be questioned for {days} days.",
                b.challenge_days,
                days=b.challenge_days,
            ),
        ),
        "ballot.bundle": (
            chosen(
                b.bundle,
                {
                    "members": Sentence("Every member can have the papers of the count."),
                    "public": Sentence("Everybody can have the papers of the count."),
                },
            ),
        ),
        "ballot.quorum": (
            Sentence(
                "Outside a meeting at least {number} person must take part.",
                "Outside a meeting at least {number} people must take part.",
                b.quorum.number,
                number=b.quorum.number,
            )
            if b.quorum
            else None,
        ),
        "ballot.grace_seconds": (
            Sentence(
                "A vote begun before the close may arrive {seconds} second after it.",
                "A vote begun before the close may arrive {seconds} seconds after it.",
                b.grace_seconds,
                seconds=b.grace_seconds,
            )
            if b.grace_seconds
            else Sentence("A vote counts only if it arrives before the close."),
        ),
        "ballot.time_zone": (Sentence("Times are those of {zone}.", zone=b.time_zone),),
    }
