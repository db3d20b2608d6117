"""Chapters 1 and 2: who the society is, and the groups its members belong to."""

from __future__ import annotations

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Constituency
from govern.constituencies.rulebook.plain.examples import example_title
from govern.constituencies.rulebook.plain.shares import chosen, decisions, share, yes_no
from govern.constituencies.rulebook.plain.words import CONDITIONS, COUNTED, EVENTS, listed
from govern.sentences import Sentence

FORMS = {
    "cooperative_society": Sentence("It is a co-operative society under the Act of 2014."),
    "community_benefit_society": Sentence("It is a community benefit society under the Act of 2014."),
    "company_limited_by_guarantee": Sentence("It is a company limited by guarantee."),
    "cooperative_company": Sentence("It is a co-operative company."),
    "cic": Sentence("It is a community interest company."),
    "cio": Sentence("It is a charitable incorporated organisation."),
    "unincorporated_cooperative": Sentence("It is a co-operative that is not incorporated."),
    "it_cooperativa_sociale_a": Sentence("It is an Italian social co-operative of type A."),
    "it_cooperativa_sociale_b": Sentence("It is an Italian social co-operative of type B."),
    "qc_cooperative_solidarite": Sentence("It is a solidarity co-operative of Quebec."),
    "fr_scic": Sentence("It is a French co-operative of collective interest (SCIC)."),
}
LANGUAGES = {"en": Sentence("English"), "cy": Sentence("Welsh"), "fr": Sentence("French"), "it": Sentence("Italian")}
MONTHS = (
    *(Sentence("January"), Sentence("February"), Sentence("March"), Sentence("April"), Sentence("May")),
    *(Sentence("June"), Sentence("July"), Sentence("August"), Sentence("September"), Sentence("October")),
    *(Sentence("November"), Sentence("December")),
)
VOTES = {
    "full": Sentence("Each member has one vote."),
    "none": Sentence("Its members have no vote."),
}


def society(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    one = book.society
    languages = tuple(LANGUAGES.get(code, Sentence("{word}", word=code)) for code in one.languages)
    month, day = (int(part) for part in one.financial_year_end.split("-"))
    return {
        "society.name": (Sentence("The society is called {name}.", name=one.name),),
        "society.name_cy": (Sentence("In Welsh it is called {name}.", name=one.name_cy) if one.name_cy else None,),
        "society.legal_form": (chosen(one.legal_form, FORMS),),
        "society.linked_company": (
            Sentence("Its linked company is {name}.", name=one.linked_company) if one.linked_company else None,
        ),
        "society.charity": (yes_no(one.charity, Sentence("It is a charity."), Sentence("It is not a charity.")),),
        "society.languages": (Sentence("It speaks and writes in {languages}.", languages=languages),),
        "society.version": (Sentence("These are its rules, version {version}.", version=one.version),),
        "society.effective_from": (Sentence("They hold from {day}.", day=one.effective_from),),
        "society.financial_year_end": (
            Sentence("Its financial year ends on {day} {month}.", day=day, month=MONTHS[month - 1]),
        ),
        "society.derived_from": (
            Sentence("These rules began from others, called {name}.", name=example_title(one.derived_from))
            if one.derived_from
            else None,
        ),
        "society.registered_number": (
            Sentence("Its registered number is {number}.", number=one.registered_number)
            if one.registered_number
            else None,
        ),
        "society.member_age": (Sentence("Members are at least {age} years old.", age=one.member_age),),
        "society.director_age": (
            Sentence("Whoever sits on a body is at least {age} years old.", age=one.director_age),
        ),
    }


def constituencies(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return {f"constituency.{group.id}": _group(book, group) for group in book.constituencies}


def _group(book: Rulebook, group: Constituency) -> tuple[Sentence | None, ...]:
    barred = decisions(book, group.barred_from)
    return (
        Sentence("{name}: {plain}.", name=group.name, plain=group.plain_name),
        chosen(group.votes, VOTES),
        Sentence("Its votes come to at most {share} of all.", share=share(group.vote_cap))
        if group.vote_cap
        else None,
        Sentence("Where groups are weighted, it counts for {points} of 100.", points=group.weight * 100)
        if group.weight
        else None,
        Sentence("It has no vote on: {kinds}.", kinds=barred) if barred else None,
        Sentence("What is needed to belong: {conditions}.", conditions=listed(group.eligibility, CONDITIONS)),
        Sentence("Membership ends when: {events}.", events=listed(group.ends_when, EVENTS))
        if group.ends_when
        else None,
        Sentence("Its members count as: {attributes}.", attributes=listed(group.attributes, COUNTED))
        if group.attributes
        else None,
        Sentence("Organisations may belong to it.") if group.organisations else None,
        Sentence("An organisation votes through one person it names.") if group.representative_required else None,
        Sentence("It takes no new members.") if group.closed else None,
    )
