"""Chapters 15 to 18: forums, what they ask, asking people one by one, deciding by consent."""

from __future__ import annotations

from collections.abc import Iterable

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.constituencies.rulebook.plain.shares import yes_no
from govern.constituencies.rulebook.plain.words import ANSWERS, APPEALS, EVIDENCE, INVITED, METHODS, listed, said
from govern.sentences import Sentence


def forum_layers(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return {f"forum_layer.{one.id}": _layer(one) for one in book.forum_layers}


def _layer(one: ForumLayer) -> tuple[Sentence | None, ...]:
    months = one.facilitator_rotation_months
    return (
        Sentence("{name}: {plain}.", name=one.name, plain=one.plain_name),
        Sentence(
            "It meets {count} time a year.",
            "It meets {count} times a year.",
            one.meets_per_year,
            count=one.meets_per_year,
        ),
        Sentence(
            "At least {count} person must be there.",
            "At least {count} people must be there.",
            one.quorum_number,
            count=one.quorum_number,
        ),
        yes_no(
            one.open_to_nonmembers,
            Sentence("People who are not members may come."),
            Sentence("It is for members."),
        ),
        Sentence("It is for: {whom}.", whom=listed(one.restricted_to, INVITED)) if one.restricted_to else None,
        Sentence(
            "It sends {count} person to the next forum.",
            "It sends {count} people to the next forum.",
            one.delegates_up,
            count=one.delegates_up,
        )
        if one.delegates_up
        else None,
        Sentence(
            "It answers questions within {days} day.",
            "It answers questions within {days} days.",
            one.respond_within_days,
            days=one.respond_within_days,
        ),
        Sentence(
            "Somebody else facilitates after {months} month.",
            "Somebody else facilitates after {months} months.",
            months,
            months=months,
        )
        if months
        else None,
        _size(one),
    )


def _size(one: ForumLayer) -> Sentence | None:
    """How large one forum may be, where the rules bound it."""
    if one.size_min is not None and one.size_max is not None:
        return Sentence("One forum has from {least} to {most} people.", least=one.size_min, most=one.size_max)
    if one.size_max is not None:
        return Sentence("One forum has at most {most} people.", most=one.size_max)
    return Sentence("One forum has at least {least} people.", least=one.size_min) if one.size_min else None


def recommendation(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    r = book.recommendation
    return {
        "recommendation.dispositions": (
            Sentence(
                "What a forum asks can be answered in these ways: {ways}.", ways=listed(r.dispositions, ANSWERS)
            ),
        ),
        "recommendation.reasons_required": (
            Sentence("These answers need reasons: {ways}.", ways=listed(r.reasons_required, ANSWERS)),
        ),
        "recommendation.overdue": (Sentence("What is not answered in time comes on the next agenda by itself."),),
        "recommendation.answer_back": (
            yes_no(
                r.answer_back,
                Sentence("The answer comes back to the forum that asked."),
                Sentence("The answer is published."),
            ),
        ),
        "recommendation.re_raise_max": (
            Sentence(
                "A forum that is not satisfied may ask again once.",
                "A forum that is not satisfied may ask again, {count} times at most.",
                r.re_raise_max,
                count=r.re_raise_max,
            )
            if r.re_raise_max
            else Sentence("A question that is answered is not asked again."),
        ),
        "recommendation.appeal": (
            Sentence(
                "{people} person may appeal. The appeal goes to: {steps}.",
                "{people} people together may appeal. The appeal goes to: {steps}.",
                r.appeal.people,
                people=r.appeal.people,
                steps=_steps(book, r.appeal.steps),
            )
            if r.appeal
            else None,
        ),
    }


def consultation(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    c = book.consultation
    return {
        "consultation.methods": (
            Sentence("People are asked in their own way: {ways}.", ways=listed(c.methods, METHODS)),
        ),
        "consultation.assent_required": (
            Sentence("Nobody is asked who has not agreed to be asked.") if c.assent_required else None,
        ),
        "consultation.stop_on_dissent": (
            Sentence("Whoever shows that they do not want to go on is not asked further.")
            if c.stop_on_dissent
            else None,
        ),
        "consultation.second_observer_below": (
            Sentence("Where we are not sure what somebody means, a second person looks too."),
        ),
        "consultation.mandate_evidence": (
            Sentence(
                "A view may become a vote only if the person gave it in one of these ways: {kinds}.",
                kinds=listed(c.mandate_evidence, EVIDENCE),
            ),
        ),
        "consultation.mandate_confidence": (
            Sentence("And only if we are sure, and have checked it with the person."),
        ),
        "consultation.min_cell": (Sentence("No number smaller than {count} is published.", count=c.min_cell),),
        "consultation.retention_months": (
            Sentence(
                "What was said is kept for {months} month.",
                "What was said is kept for {months} months.",
                c.retention_months,
                months=c.retention_months,
            ),
        ),
    }


def consent(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    c = book.consent
    enabled = yes_no(
        c.enabled,
        Sentence("Some bodies decide by consent: when nobody has a reasoned objection."),
        Sentence("Nothing is decided by consent."),
    )
    if not c.enabled:
        return {"consent.enabled": (enabled,)}
    called: dict[str, Sentence | str] = {"general": Sentence("the general meeting")}
    called |= {body.id: body.name for body in book.bodies}
    names = tuple(called.get(one, one) for one in c.bodies or ())
    return {
        "consent.enabled": (enabled,),
        "consent.bodies": (Sentence("They are: {bodies}.", bodies=names) if names else None,),
        "consent.rounds_max": (
            Sentence(
                "There is at most {count} round.",
                "There are at most {count} rounds.",
                c.rounds_max,
                count=c.rounds_max,
            )
            if c.rounds_max
            else None,
        ),
        "consent.objection": (Sentence("An objection needs a reason.") if c.objection else None,),
        "consent.absent_hours": (
            Sentence(
                "Anybody who was not there may object for {hours} hour.",
                "Anybody who was not there may object for {hours} hours.",
                c.absent_hours,
                hours=c.absent_hours,
            )
            if c.absent_hours
            else None,
        ),
        "consent.review_months": (
            Sentence(
                "A decision is looked at again after {months} month.",
                "A decision is looked at again after {months} months.",
                c.review_months,
                months=c.review_months,
            )
            if c.review_months
            else None,
        ),
    }


def _steps(book: Rulebook, steps: Iterable[str]) -> tuple[Sentence | str, ...]:
    """Where an appeal goes: bodies of the society by their names, else the words of the file."""
    names = {body.id: body.name for body in book.bodies}
    return tuple(names.get(step) or said(step, APPEALS) for step in steps)
