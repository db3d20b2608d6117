"""Chapters 19 to 22, 24 and 25: minutes, reports, shared money, awards, how long things are kept, help."""

from __future__ import annotations

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.plain.shares import yes_no
from govern.constituencies.rulebook.plain.words import REGULATORS, RETURNS, listed, said
from govern.sentences import Sentence


def minutes(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    m = book.minutes
    return {
        "minutes.draft_within_days": (
            Sentence(
                "Minutes are drafted within {days} day.",
                "Minutes are drafted within {days} days.",
                m.draft_within_days,
                days=m.draft_within_days,
            ),
        ),
        "minutes.approve_at": (Sentence("The next meeting agrees them."),),
        "minutes.sign_by": (Sentence("The chair signs them. After that they are not changed."),),
        "minutes.keep_years": (
            Sentence(
                "They are kept for {years} year.",
                "They are kept for {years} years.",
                m.keep_years,
                years=m.keep_years,
            ),
        ),
        "minutes.record_reasons": (Sentence("They give the reasons of decisions.") if m.record_reasons else None,),
        "minutes.record_names": (Sentence("They name those present.") if m.record_names else None,),
        "minutes.public": (
            yes_no(m.public, Sentence("Everybody may read them."), Sentence("Members may read them.")),
        ),
        "minutes.easy_read": (Sentence("They are made in Easy Read too.") if m.easy_read else None,),
    }


def filing(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    f = book.filing
    whom = [name for name in f.regulators if name != "none"]
    return {
        "filing.regulators": (
            Sentence("The society reports to: {whom}.", whom=listed(whom, REGULATORS))
            if whom
            else Sentence("The society reports to nobody outside."),
        ),
        "filing.annual_return": (
            Sentence("Its yearly report is: {name}.", name=said(f.annual_return, RETURNS))
            if f.annual_return != "none"
            else None,
        ),
        "filing.due_months": (
            Sentence(
                "It is due within {months} month of the year's end.",
                "It is due within {months} months of the year's end.",
                f.due_months,
                months=f.due_months,
            )
            if f.due_months
            else None,
        ),
    }


def funds(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    benevolent, pooled = book.funds.benevolent, book.funds.pooled_budget
    pounds, pence = divmod(benevolent.grant_max_pence, 100)
    return {
        "funds.benevolent": (
            yes_no(
                benevolent.enabled,
                Sentence("There is a fund for people in need. What is given stays confidential."),
                Sentence("There is no fund for people in need."),
            ),
            Sentence(
                "{count} person decides on it.",
                "{count} people decide on it.",
                benevolent.panel_size,
                count=benevolent.panel_size,
            )
            if benevolent.panel_size
            else None,
            Sentence("At most £{amount} is given at a time.", amount=f"{pounds}.{pence:02d}")
            if benevolent.grant_max_pence
            else None,
        ),
        "funds.pooled_budget": (
            yes_no(
                pooled.enabled,
                Sentence("People may put money together."),
                Sentence("People do not put money together."),
            ),
            Sentence("Nobody's own share is spent without their own yes.")
            if pooled.enabled and pooled.own_money_needs_own_yes
            else None,
        ),
        "funds.unpaid_hour_pence": (
            Sentence(
                "An hour that somebody gives without pay is counted as £{amount}. Nobody is paid by it.",
                amount=f"{book.funds.unpaid_hour_pence // 100}.{book.funds.unpaid_hour_pence % 100:02d}",
            ),
        ),
    }


def awards(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    a = book.awards
    return {
        "awards.enabled": (
            yes_no(a.enabled, Sentence("Members give awards to each other."), Sentence("There are no awards.")),
        ),
        "awards.self_nomination": (
            yes_no(
                a.self_nomination if a.enabled else None,
                Sentence("You may name yourself."),
                Sentence("Nobody may name themselves."),
            ),
        ),
    }


def retention(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    r = book.retention
    return {
        "retention.rolls_and_papers_months": (
            Sentence(
                "Lists of voters and papers are kept for {months} month after a result can no longer be questioned.",
                "Lists of voters and papers are kept for {months} months after a result can no longer be questioned.",
                r.rolls_and_papers_months,
                months=r.rolls_and_papers_months,
            ),
        ),
        "retention.handles_days": (
            Sentence(
                "Which envelope was whose is forgotten {days} day after that time.",
                "Which envelope was whose is forgotten {days} days after that time.",
                r.handles_days,
                days=r.handles_days,
            )
            if r.handles_days
            else Sentence("Which envelope was whose is forgotten when that time ends."),
        ),
        "retention.sent_mail_days": (
            Sentence(
                "Letters sent are kept for {days} day.",
                "Letters sent are kept for {days} days.",
                r.sent_mail_days,
                days=r.sent_mail_days,
            ),
        ),
        "retention.sign_in_days": (
            Sentence(
                "When somebody signed in is kept for {days} day.",
                "When somebody signed in is kept for {days} days.",
                r.sign_in_days,
                days=r.sign_in_days,
            ),
        ),
        "retention.former_contact_months": (
            Sentence(
                "How to reach somebody who has left is kept for {months} month. Their name stays in the register.",
                "How to reach somebody who has left is kept for {months} months. Their name stays in the register.",
                r.former_contact_months,
                months=r.former_contact_months,
            ),
        ),
    }


def support(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    s = book.support
    return {
        "support.max_members_in_a_ballot": (
            Sentence(
                "One person may help {count} member to vote in a ballot.",
                "One person may help {count} members to vote in a ballot.",
                s.max_members_in_a_ballot,
                count=s.max_members_in_a_ballot,
            )
            if s.max_members_in_a_ballot
            else Sentence("One person may help as many members to vote as ask for it."),
        ),
        "support.carers_may_help": (
            yes_no(
                s.carers_may_help,
                Sentence("Whoever delivers your care may help you vote. The page then says so."),
                Sentence("Whoever delivers your care does not help you vote."),
            ),
        ),
        "support.candidates_may_help": (
            yes_no(
                s.candidates_may_help,
                Sentence("Somebody who stands in the vote may help others with it."),
                Sentence("Somebody who stands in the vote does not help others with it."),
            ),
        ),
    }
