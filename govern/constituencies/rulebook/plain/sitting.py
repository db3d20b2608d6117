"""Chapters 10 to 14: boards and other bodies, their seats and limits, terms, elections."""

from __future__ import annotations

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Body, Cap, Elections, Seat
from govern.constituencies.rulebook.plain.shares import chosen, groups, share, yes_no
from govern.constituencies.rulebook.plain.words import COUNTED, EACH, MATTERS, listed, said
from govern.sentences import Sentence

DECISION = {
    "majority": Sentence("It decides by majority."),
    "consent": Sentence("It decides by consent."),
    "consensus_then_majority": Sentence("It looks for agreement first, then decides by majority."),
}
BOARD_TIE = {
    "status_quo": Sentence("When votes are equal, things stay as they are."),
    "chair_casting": Sentence("When votes are equal, the chair decides."),
}
METHODS = {
    "stv": Sentence("Members rank the candidates (single transferable vote)."),
    "block_vote": Sentence("Members choose as many as there are seats; those with most votes are elected."),
    "approval": Sentence("Members say yes to as many as they like; those with most are elected."),
    "appointed": Sentence("They are appointed."),
    "ex_officio": Sentence("They come with an office."),
    "consent_selection": Sentence("They are chosen by consent."),
    "nominated": Sentence("Others name who sits there."),
}
BREACH = {
    "block_appointment": Sentence("A seat that would break this is refused."),
    "block_admission": Sentence("An admission that would break this is refused."),
    "alert": Sentence("If it is broken, nobody loses a seat; the next general meeting puts it right."),
}
OF = {
    "established": Sentence("of the seats there are"),
    "filled": Sentence("of the seats that are filled"),
    "members": Sentence("of the members"),
    "workers": Sentence("of those who work here"),
}


def bodies(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return {f"body.{one.id}": _body(book, one) for one in book.bodies}


def _body(book: Rulebook, one: Body) -> tuple[Sentence | None, ...]:
    by = next((body.name for body in book.bodies if body.id == one.selected_by), None)
    chosen_by = Sentence("the members") if by is None else Sentence("{body}", body=by)
    parent = next((body.name for body in book.bodies if body.id == one.parent), None)
    return (
        Sentence(
            "{name} has {seats} seat, chosen by {by}.",
            "{name} has {seats} seats, chosen by {by}.",
            one.seats,
            name=one.name,
            seats=one.seats,
            by=chosen_by,
        )
        if one.seats
        else Sentence("{name} is chosen by {by}. The rules set no number of seats.", name=one.name, by=chosen_by),
        chosen(one.decision, DECISION),
        chosen(one.tie, BOARD_TIE),
        Sentence(
            "It may co-opt {count} person who is not a member.",
            "It may co-opt up to {count} people who are not members.",
            one.co_option_max,
            count=one.co_option_max,
        )
        if one.co_option_max
        else None,
        Sentence("With fewer than {count} it may only fill seats or call a general meeting.", count=one.min_directors)
        if one.min_directors
        else None,
        Sentence("It belongs to {body}.", body=parent) if parent else None,
        Sentence("It may decide on: {domain}.", domain=listed(one.domain, MATTERS)) if one.domain else None,
        Sentence("It is asked before others decide on: {matters}.", matters=listed(one.consulted_on, MATTERS))
        if one.consulted_on
        else None,
        Sentence(
            "It meets at least {count} time a year.",
            "It meets at least {count} times a year.",
            one.meets_per_year,
            count=one.meets_per_year,
        )
        if one.meets_per_year
        else None,
    )


def seats(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return {f"seat.{at}": _seat(book, one) for at, one in enumerate(book.seats, 1)}


def _seat(book: Rulebook, one: Seat) -> tuple[Sentence | None, ...]:
    body = book.body(one.body).name
    if one.constituency == "any":
        who = Sentence("any member")
    elif one.constituency == "none":
        who = Sentence("people from outside")
    else:
        who = Sentence("members of {group}", group=book.constituency(one.constituency).name)
    return (
        Sentence(
            "{count} seat of {body} is for {who}.",
            "{count} seats of {body} are for {who}.",
            one.count,
            count=one.count,
            body=body,
            who=who,
        ),
        chosen(one.method, METHODS),
        Sentence("They are named by: {bodies}.", bodies=one.nominated_by) if one.nominated_by else None,
        Sentence("These seats end with the first elections.") if one.ends_at == "first_elections" else None,
        Sentence("Whoever sits there has no vote.") if not one.seat_vote else None,
    )


def caps(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return {f"cap.{one.id}": _cap(book, one) for one in book.caps}


def _cap(book: Rulebook, one: Cap) -> tuple[Sentence | None, ...]:
    where = next((body.name for body in book.bodies if one.scope == f"body:{body.id}"), None)
    place = Sentence("{body}: ", body=where) if where else Sentence("")
    if one.per is not None:
        count = one.max_count or 0
        limit = Sentence(
            "{place}at most {count} from one {what}.", place=place, count=count, what=said(one.per, EACH)
        )
        return limit, None if one.active else Sentence("This rule is not in use now.")
    most = one.max if one.max is not None else one.max_count
    least = one.min if one.min is not None else one.min_count
    number = most if most is not None else least
    amount = Sentence("{count}", count=number or 0) if isinstance(number, int) or number is None else share(number)
    values = {"place": place, "amount": amount, "of": OF[one.of], "who": _who(book, one)}
    return (
        Sentence("{place}at most {amount} {of}: {who}.", **values)
        if most is not None
        else Sentence("{place}at least {amount} {of}: {who}.", **values),
        chosen(one.on_breach, BREACH),
        None if one.active else Sentence("This rule is not in use now."),
    )


def _who(book: Rulebook, one: Cap) -> Sentence | str:
    if one.attribute is not None:
        return said(one.attribute, COUNTED)
    return Sentence("members of {groups}", groups=groups(book, one.constituencies or ()))


def terms(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    t = book.terms
    rotation = {
        "thirds": Sentence("Each year a third of those elected stand down, those who served longest first."),
        "all": Sentence("All stand down together."),
        "none": Sentence("Each stands down when their own term ends."),
    }
    vacancy = {
        "co_option": Sentence("A seat that falls empty early is filled by those who sit."),
        "by_election": Sentence("A seat that falls empty early is filled by an election."),
        "next_best": Sentence("A seat that falls empty early goes to the next in the last election."),
        "leave": Sentence("A seat that falls empty early stays empty."),
    }
    return {
        "terms.years": (Sentence("A term is {count} year.", "A term is {count} years.", t.years, count=t.years),),
        "terms.max_consecutive": (
            Sentence(
                "Nobody serves more than {count} term in a row.",
                "Nobody serves more than {count} terms in a row.",
                t.max_consecutive,
                count=t.max_consecutive,
            )
            if t.max_consecutive
            else Sentence("There is no limit on terms in a row."),
        ),
        "terms.rotation": (chosen(t.rotation, rotation),),
        "terms.rotation_scope": (
            Sentence("This is reckoned in each group.") if t.rotation_scope == "constituency" else None,
        ),
        "terms.rotation_tie": (Sentence("Between equals, it is decided by drawing lots."),),
        "terms.casual_vacancy": (chosen(t.casual_vacancy, vacancy),),
        "terms.casual_until": (
            chosen(
                t.casual_until,
                {
                    "next_agm": Sentence("Whoever fills it serves until the next annual general meeting."),
                    "end_of_term": Sentence("Whoever fills it serves until the term would have ended."),
                },
            ),
        ),
        "terms.casual_in_rotation": (
            yes_no(
                t.casual_in_rotation,
                Sentence("They count among those who stand down."),
                Sentence("They stand down in addition to the others."),
            ),
        ),
    }


def elections(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return _standing(book.elections) | _choosing(book.elections)


def _standing(e: Elections) -> dict[str, tuple[Sentence | None, ...]]:
    """From when there are elections, and how people come to stand."""
    return {
        "elections.trigger_members": (
            Sentence(
                "Elections are held once there is {count} member.",
                "Elections are held once there are {count} members.",
                e.trigger_members,
                count=e.trigger_members,
            )
            if e.trigger_members
            else None,
        ),
        "elections.nominators": (
            Sentence(
                "A candidate is named by {count} member.",
                "A candidate is named by {count} members.",
                e.nominators,
                count=e.nominators,
            ),
        ),
        "elections.statement_words": (
            Sentence(
                "A candidate may write {count} word about themselves.",
                "A candidate may write {count} words about themselves.",
                e.statement_words,
                count=e.statement_words,
            ),
        ),
        "elections.nomination_days": (
            Sentence(
                "People can be named for {days} day.",
                "People can be named for {days} days.",
                e.nomination_days,
                days=e.nomination_days,
            ),
        ),
        "elections.training_required": (
            Sentence("Candidates take part in training first.") if e.training_required else None,
        ),
    }


def _choosing(e: Elections) -> dict[str, tuple[Sentence | None, ...]]:
    """How long members vote, and what is done when nobody need choose or votes are equal."""
    return {
        "elections.voting_days": (
            Sentence(
                "Members can vote for {days} day.",
                "Members can vote for {days} days.",
                e.voting_days,
                days=e.voting_days,
            ),
        ),
        "elections.unopposed": (
            chosen(
                e.unopposed,
                {
                    "declared": Sentence(
                        "If there are no more candidates than seats, they are elected without a vote."
                    ),
                    "confirmatory": Sentence(
                        "If there are no more candidates than seats, members still say yes or no."
                    ),
                },
            ),
        ),
        "elections.tie": (Sentence("Between equals, it is decided by drawing lots."),),
        "elections.scrutineers": (
            Sentence(
                "{count} person checks the count.",
                "{count} people check the count.",
                e.scrutineers,
                count=e.scrutineers,
            ),
        ),
    }
