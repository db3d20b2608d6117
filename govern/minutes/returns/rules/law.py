"""What comes round every year: general meetings, meetings of bodies, and what goes to regulators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.plain.words import RETURNS, said
from govern.minutes.returns.rules.duties import Duty
from govern.minutes.returns.rules.years import SocietyYear, months_after, year_of
from govern.permissions import Permission
from govern.sentences import Sentence

SOCIETIES = frozenset({"cooperative_society", "community_benefit_society"})
COMPANIES = frozenset({"company_limited_by_guarantee", "cooperative_company", "cic"})
SOCIETY_RETURN = Sentence("Co-operative and Community Benefit Societies Act 2014, section 89")
COMPANY_ACCOUNTS = Sentence("Companies Act 2006, section 442")
CONFIRMATION = Sentence("Companies Act 2006, section 853A")
CIC_REPORT = Sentence("Companies (Audit, Investigations and Community Enterprise) Act 2004, section 34")
CHARITY_RETURN = Sentence("Charities Act 2011, sections 163 and 169")
ACCOUNTS_MONTHS, CHARITY_MONTHS = 9, 10
#: A confirmation statement is for twelve months, and may be fourteen days after them.
REVIEW_MONTHS, STATEMENT_DAYS = 12, 14


class Held(msgspec.Struct, frozen=True):
    """Days on which meetings were held: annual, other general ones, and of bodies by their id."""

    agms: tuple[date, ...] = ()
    general: tuple[date, ...] = ()
    bodies: Mapping[str, tuple[date, ...]] = msgspec.field(default_factory=dict)


def agm_day(book: Rulebook, year: SocietyYear) -> tuple[date, Sentence, Sentence]:
    """The last day for the annual general meeting after a year, why that day, and the rule.

    Where the rules set no time of their own it is the day on which the annual return is due, for the accounts go with
    that; without such a day it is the end of the year that follows.
    """
    if book.notice.agm_months:
        why = Sentence("The rules ask for it within {n} month of the year's end on {day}.",
                       "The rules ask for it within {n} months of the year's end on {day}.",
                       book.notice.agm_months, n=book.notice.agm_months, day=year.last)  # fmt: skip
        return months_after(year.last, book.notice.agm_months), why, citation("notice.agm_months", book)
    if book.filing.due_months:
        why = Sentence("The rules set no day. The accounts go with the annual return, which is due on this day.")
        return months_after(year.last, book.filing.due_months), why, citation("filing.due_months", book)
    why = Sentence("The rules set no day. There is one each year, so it is before the next year ends.")
    return months_after(year.last, 12), why, citation("notice.min_general_meetings", book)


def annual_meetings(book: Rulebook, years: Iterable[SocietyYear], held: Held) -> Iterator[Duty]:
    """One after each year, done by the first that was held after its end."""
    for year in years:
        due, why, rule = agm_day(book, year)
        until = months_after(year.last, 12)
        yield Duty(
            key=f"agm-{year.last}",
            title=Sentence("Hold the annual general meeting"),
            words=why,
            cites=(rule,),
            due_on=due,
            done_on=next((day for day in sorted(held.agms) if year.last < day <= until), None),
            tick=True,
            address="office/meetings",
        )


def general_meetings(book: Rulebook, years: Iterable[SocietyYear], held: Held) -> Iterator[Duty]:
    """So many a year, the annual one among them."""
    wanted = book.notice.min_general_meetings
    for year in years if wanted > 1 else ():
        days = sorted(day for day in (*held.agms, *held.general) if year.has(day))
        yield Duty(
            key=f"general-{year.last}",
            title=Sentence("Hold {n} general meetings in the year", n=wanted),
            words=Sentence("{held} of {n} were held in the year that ends on {day}.",
                           held=len(days), n=wanted, day=year.last),
            cites=(citation("notice.min_general_meetings", book),),
            due_on=year.last,
            done_on=days[wanted - 1] if len(days) >= wanted else None,
            tick=True,
            address="office/meetings",
        )  # fmt: skip


def meetings_of_bodies(
    book: Rulebook, years: Iterable[SocietyYear], held: Held, names: Mapping[str, str]
) -> Iterator[Duty]:
    """The meetings of a body that the rules ask for, spread over the year."""
    all_years = tuple(years)
    for body in book.bodies:
        for year in all_years if body.meets_per_year else ():
            days = sorted(day for day in held.bodies.get(body.id, ()) if year.has(day))
            for number in range(1, body.meets_per_year + 1):
                due = months_after(year.first - timedelta(days=1), 12 * number // body.meets_per_year)
                yield Duty(
                    key=f"body-{body.id}-{year.last}-{number}",
                    title=Sentence("Hold meeting {number} of {n} in the year: {body}",
                                   number=number, n=body.meets_per_year, body=names.get(body.id, body.name)),
                    words=Sentence("The rules ask for {n} a year. They are spread evenly here.",
                                   n=body.meets_per_year),
                    cites=(citation(f"body.{body.id}", book),),
                    due_on=due,
                    done_on=days[number - 1] if len(days) >= number else None,
                    tick=True,
                    address="office/meetings",
                )  # fmt: skip


def annual_returns(
    book: Rulebook, years: Iterable[SocietyYear], filed: Mapping[date, date], statements: Mapping[str, date]
) -> Iterator[Duty]:
    """What goes to regulators. `filed` is on which day the return of a year was sent, by the year's last day;
    `statements` are the days of confirmation statements that were ticked, by the keys of their duties."""
    form, regulators, wanted = book.society.legal_form, book.filing.regulators, book.filing.annual_return
    for year in years:
        if book.filing.due_months and wanted != "none":
            by_law = (SOCIETY_RETURN,) if form in SOCIETIES else ()
            yield _return(book, year, wanted, filed.get(year.last), (citation("filing.due_months", book), *by_law))
        if form in COMPANIES:
            yield _by_months(year, "accounts", Sentence("Send the accounts to Companies House"), ACCOUNTS_MONTHS,
                             COMPANY_ACCOUNTS)  # fmt: skip
        if form == "cic":
            title = Sentence("Send the community interest report (CIC34)")
            yield _by_months(year, "cic34", title, ACCOUNTS_MONTHS, CIC_REPORT)
        if "charity_commission" in regulators:
            title = Sentence("Send the annual return to the Charity Commission")
            yield _by_months(year, "charity", title, CHARITY_MONTHS, CHARITY_RETURN)
    if form in COMPANIES:
        yield from _statements(statements)


def _return(book: Rulebook, year: SocietyYear, wanted: str, filed: date | None, cites: tuple[Sentence, ...]) -> Duty:
    months = book.filing.due_months
    return Duty(
        key=f"return-{year.last}",
        title=Sentence("Send the {name}", name=said(wanted, RETURNS)),
        words=Sentence("It is due within {n} month of the year's end on {day}.",
                       "It is due within {n} months of the year's end on {day}.", months, n=months, day=year.last),
        cites=cites,
        due_on=months_after(year.last, months),
        done_on=filed,
        tick=True,
        address=f"office/returns/{year.last}",
        needs=Permission.REGISTER_SEE,
    )  # fmt: skip


def _by_months(year: SocietyYear, key: str, title: Sentence, months: int, law: Sentence) -> Duty:
    return Duty(
        key=f"{key}-{year.last}",
        title=title,
        words=Sentence("It is due within {n} month of the year's end on {day}.",
                       "It is due within {n} months of the year's end on {day}.", months, n=months, day=year.last),
        cites=(law,),
        due_on=months_after(year.last, months),
        tick=True,
        address=f"office/returns/{year.last}",
        needs=Permission.REGISTER_SEE,
    )  # fmt: skip


def _statements(sent: Mapping[str, date]) -> Iterator[Duty]:
    """Those that were sent, and the next. Its day follows from the one before; of the first nobody but the secretary
    knows it."""
    title = Sentence("Send the confirmation statement (CS01)")
    for key, day in sent.items():
        words = Sentence("It was sent on {day}.", day=day)
        yield Duty(key=key, title=title, words=words, cites=(CONFIRMATION,), due_on=day, tick=True)
    if not sent:
        yield Duty(
            key="statement-first",
            title=title,
            words=Sentence(
                "We do not know when the last one was sent. Tick it with its day, and the next has a day."
            ),
            cites=(CONFIRMATION,),
            due_on=None,
            tick=True,
        )
        return
    last = max(sent.values())
    yield Duty(
        key=f"statement-{last}",
        title=title,
        words=Sentence("The last one was sent on {day}. The next is due twelve months and {n} days later.",
                       day=last, n=STATEMENT_DAYS),
        cites=(CONFIRMATION,),
        due_on=months_after(last, REVIEW_MONTHS) + timedelta(days=STATEMENT_DAYS),
        tick=True,
    )  # fmt: skip


def years_to_plan(written: str, today: date, since: date) -> tuple[SocietyYear, ...]:
    """Every year that ended since a day, this one and the next: what is late stays late, however old it is."""
    found, year = [], year_of(written, since)
    while year.first <= months_after(today, 12):
        found.append(year)
        year = year_of(written, year.last + timedelta(days=1))
    return tuple(found)
