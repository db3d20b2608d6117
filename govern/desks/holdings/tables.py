"""Every column of the house that names a person, and what it means to that person."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from govern.sentences import Sentence


class Given(StrEnum):
    """What somebody gets of the rows that name them."""

    WHOLE = "whole"  # the row is about them: all of it but keys, secrets and other people
    ACT = "act"  # they did something as an officer: what and when
    SEALED = "sealed"  # it is there and cannot be read


class OnMerge(StrEnum):
    """What becomes of rows when the record they name turns out to be a second one of the same person."""

    MOVES = "moves"  # the row names the record that stays
    STAYS = "stays"  # it is history, and goes on naming the record that is gone
    OWN_STEP = "own step"  # `lifecycle.merging` does it by a rule of its own


class OnErase(StrEnum):
    """What becomes of rows when the person is erased."""

    STAYS = "stays"
    GOES = "goes"  # the rows are deleted
    OWN_STEP = "own step"  # `lifecycle.erasing` empties them, or identity and the post do


class Naming(msgspec.Struct, frozen=True):
    """One column that names a person. `hides` are columns nobody gets: keys, secrets, other people's words."""

    table: str
    column: str
    given: Given
    what: Sentence
    why: Sentence
    on_merge: OnMerge
    on_erase: OnErase
    hides: tuple[str, ...] = ()


FOR_EVER = Sentence("The register is kept for ever, as the law asks of a co-operative society.")
LAW = Sentence("The register of officers is kept for ever, as the law asks.")
MINUTES = Sentence("It belongs to the minutes of a meeting, which are kept as long as the rules say.")
PAPERS = Sentence("It belongs to the papers of a vote, which are kept for a time after it so that it can be checked.")
WAY_IN = Sentence("We need it so that you can sign in. Codes and passwords are kept scrambled: nobody can read them.")
ASKED = Sentence("We need it so that what you asked for can be answered.")
ACT = Sentence("You did this as an officer. It is kept with what you did it to.")
SEALED = Sentence(
    "It is sealed and cannot be read. How you voted is in a sealed envelope that bears no name: nobody can find it, "
    "and so nobody can give it to you."
)
TIES = Sentence("The rules ask about ties between people, so that nobody decides who is too close.")
CIRCLES = Sentence("A circle decides openly and by name. It is kept as long as minutes are.")
MAIL = Sentence("We keep what we wrote to you for a time set in the rules.")


def _about(
    table: str,
    what: Sentence,
    why: Sentence,
    on_merge: OnMerge,
    on_erase: OnErase,
    *hides: str,
    column: str = "person_id",
) -> Naming:
    return Naming(table, column, Given.WHOLE, what, why, on_merge, on_erase, hides)


def _acts(table: str, what: Sentence, *columns: str) -> list[Naming]:
    return [Naming(table, column, Given.ACT, what, ACT, OnMerge.STAYS, OnErase.STAYS) for column in columns]


_IDENTITY = [
    _about("office", Sentence("Offices you hold or held"), LAW, OnMerge.OWN_STEP, OnErase.STAYS),
    _about(
        *("session", Sentence("Where you are or were signed in"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        *("token_hash", "secret"),
    ),
    _about(
        *("sign_in_link", Sentence("Sign-in links you asked for"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        *("token_hash", "typed_code_hash", "asked_for", "bound_to", "mailbox"),
    ),
    _about(
        *("letter_code", Sentence("Codes for letters made for you"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        "code_hash",
    ),
    _about("password", Sentence("Your password"), WAY_IN, OnMerge.STAYS, OnErase.GOES, "hash"),
    _about(
        *("authenticator", Sentence("Your authenticator"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        *("sealed_secret", "last_step"),
    ),
    _about("let_in", Sentence("Officers' words that let you in again"), WAY_IN, OnMerge.MOVES, OnErase.GOES),
    *_acts("let_in", Sentence("Words you gave for a locked-out officer"), "by"),
    _about(
        *("past_fact", Sentence("Your name and birth date before a correction"), FOR_EVER),
        *(OnMerge.MOVES, OnErase.STAYS),
    ),
    *_acts("past_fact", Sentence("Corrections you made as an officer"), "by"),
    _about(
        *("person", Sentence("Second records of you that became part of this one"), FOR_EVER),
        *(OnMerge.MOVES, OnErase.OWN_STEP, "search"),
        column="merged_into_id",
    ),
    _about(
        *("session", Sentence("When somebody was here for you, an organisation"), WAY_IN, OnMerge.STAYS),
        *(OnErase.STAYS, "token_hash", "secret", "person_id"),
        column="acts_for",
    ),
]
_REGISTER = [
    _about("member", Sentence("Your number in the register"), FOR_EVER, OnMerge.STAYS, OnErase.STAYS),
    _about("membership", Sentence("Your memberships"), FOR_EVER, OnMerge.OWN_STEP, OnErase.STAYS),
    _about("attribute_span", Sentence("What is noted of you"), FOR_EVER, OnMerge.OWN_STEP, OnErase.STAYS),
    *_acts("member_import", Sentence("Files of members you brought in"), "uploaded_by", "approved_by"),
    _about("correction", Sentence("Corrections you asked for"), ASKED, OnMerge.MOVES, OnErase.GOES),
    *_acts("correction", Sentence("Corrections you answered as an officer"), "answered_by"),
    _about(
        *("membership_correction", Sentence("Memberships of yours before a correction"), FOR_EVER),
        *(OnMerge.STAYS, OnErase.STAYS),
        column="was_of",
    ),
    *_acts("membership_correction", Sentence("Memberships you corrected as an officer"), "by"),
    _about(
        *("death", Sentence("A death that was noted"), FOR_EVER, OnMerge.STAYS, OnErase.OWN_STEP, "told_by", "took")
    ),
    *_acts("death", Sentence("Deaths you noted as an officer, or put right"), "noted_by", "undone_by"),
    _about(
        *("merged_record", Sentence("Records of yours that became one"), FOR_EVER, OnMerge.STAYS, OnErase.STAYS),
        column="gone_id",
    ),
    _about(
        *("merged_record", Sentence("Records of yours that became one"), FOR_EVER, OnMerge.MOVES, OnErase.STAYS),
        column="kept_id",
    ),
    *_acts("merged_record", Sentence("Records you put together as an officer"), "by"),
    _about("erasure", Sentence("Your wishes that what we hold goes"), ASKED, OnMerge.MOVES, OnErase.OWN_STEP),
    *_acts("erasure", Sentence("Wishes for erasure you entered or answered"), "asked_by", "answered_by"),
    *_acts("rulebook_version", Sentence("Versions of the rules you adopted"), "adopted_by"),
    _about("tenure", Sentence("Seats you hold or held"), LAW, OnMerge.MOVES, OnErase.STAYS),
    _about(
        *("tenure", Sentence("Seats held for you, an organisation"), LAW, OnMerge.STAYS, OnErase.STAYS, "person_id"),
        column="organisation_id",
    ),
    _about("skill", Sentence("What you said you can do"), ASKED, OnMerge.MOVES, OnErase.GOES),
    _about("shadow_role", Sentence("Roles you learn or learned"), ASKED, OnMerge.MOVES, OnErase.GOES),
    *_acts("shadow_role", Sentence("Who learns a role, as you noted it"), "noted_by"),
    *_acts("rulebook_draft", Sentence("Changes of the rules you worked on"), "started_by", "edited_by"),
    *_acts("rulebook_draft", Sentence("Changes of the rules you proposed or answered"), "proposed_by", "decided_by"),
    *_acts("seat_import", Sentence("Files of those who sit that you brought in"), "uploaded_by"),
    *_acts("instruction", Sentence("Instructions you entered for a body"), "given_by"),
    *_acts("instruction_reply", Sentence("Answers you entered for a body"), "recorded_by"),
]
_JOINING = [
    _about(
        *("application", Sentence("How you asked to become a member"), ASKED, OnMerge.MOVES, OnErase.OWN_STEP),
        "code_hash",
    ),
    *_acts("application", Sentence("Applications you entered or decided"), "entered_by", "decided_by"),
    *_acts("application", Sentence("Appeals you decided"), "appeal_decided_by"),
    _about("appellant", Sentence("Appeals you carried with others"), ASKED, OnMerge.OWN_STEP, OnErase.STAYS),
    _about("eligibility_check", Sentence("What was looked at for you"), ASKED, OnMerge.MOVES, OnErase.GOES),
    _about("training", Sentence("Training you had"), ASKED, OnMerge.MOVES, OnErase.GOES),
    *_acts("training", Sentence("Training of others you noted"), "checked_by"),
    *_acts("eligibility_check", Sentence("What you looked at as an officer"), "checked_by"),
    _about(
        *("representative", Sentence("Organisations you act for or acted for"), FOR_EVER),
        *(OnMerge.MOVES, OnErase.STAYS),
        column="human_id",
    ),
    _about(
        *("representative", Sentence("Who acts or acted for you, an organisation"), FOR_EVER),
        *(OnMerge.STAYS, OnErase.STAYS, "human_id"),
        column="organisation_id",
    ),
    _about("share_holding", Sentence("Shares you hold or held"), FOR_EVER, OnMerge.MOVES, OnErase.STAYS),
    _about("subscription", Sentence("Subscriptions you paid"), ASKED, OnMerge.MOVES, OnErase.GOES),
    _about("tie", Sentence("Ties to others that were noted"), TIES, OnMerge.MOVES, OnErase.GOES, "other_id"),
    _about(
        *("tie", Sentence("Ties to others that were noted"), TIES, OnMerge.MOVES, OnErase.GOES, "person_id"),
        column="other_id",
    ),
    _about("peer_office", Sentence("Times for which you were a peer"), PAPERS, OnMerge.MOVES, OnErase.STAYS),
    _about(
        *("peer_mandate", Sentence("Peers you chose"), PAPERS, OnMerge.MOVES, OnErase.STAYS, "supporter"),
        column="member_id",
    ),
    *_acts("peer_mandate", Sentence("Choices of a peer that you wrote down for members"), "noted_by"),
    _about(
        *("supporter", Sentence("Whom you named to help you vote"), PAPERS, OnMerge.OWN_STEP, OnErase.GOES),
        "supporter_id",
        column="member_id",
    ),
    _about(
        *("supporter", Sentence("Whom you may help to vote"), PAPERS, OnMerge.OWN_STEP, OnErase.GOES),
        *("member_id", "present", "expressed"),
        column="supporter_id",
    ),
    *_acts("supporter", Sentence("Help with voting that you noted or ended"), "noted_by", "ended_by"),
    *_acts("mandate_file", Sentence("Files of mandates you brought in"), "uploaded_by", "approved_by"),
    _about(
        "proxy_appointment",
        Sentence("Whom you named to vote for you at a meeting"),
        PAPERS,
        OnMerge.OWN_STEP,
        OnErase.STAYS,
        *("holder_id", "named"),
        column="member_id",
    ),
    _about(
        "proxy_appointment",
        Sentence("Members who named you to vote for them at a meeting"),
        PAPERS,
        OnMerge.MOVES,
        OnErase.STAYS,
        *("member_id", "named"),
        column="holder_id",
    ),
    *_acts("proxy_appointment", Sentence("Proxies from paper that you entered"), "entered_by"),
]
_VOTES = [
    _about("candidate", Sentence("Elections you stood in"), PAPERS, OnMerge.MOVES, OnErase.STAYS),
    _about(
        *("candidate", Sentence("Elections somebody stood in for you, an organisation"), PAPERS, OnMerge.STAYS),
        *(OnErase.STAYS, "person_id"),
        column="organisation_id",
    ),
    _about("challenge", Sentence("What you said of votes in your name"), PAPERS, OnMerge.MOVES, OnErase.STAYS),
    _about(
        *("peer_report", Sentence("What you wrote as a peer of how you voted"), PAPERS),
        *(OnMerge.OWN_STEP, OnErase.STAYS),
        column="peer_id",
    ),
    _about(
        *("report_answer", Sentence("What you answered to your peer"), PAPERS, OnMerge.MOVES, OnErase.GOES),
        column="member_id",
    ),
    *_acts("known_position", Sentence("What members told their peer, noted by you"), "noted_by"),
    *_acts("challenge", Sentence("Members' words you answered"), "answered_by", "seconded_by"),
    Naming(
        *("member_handle", "person_id", Given.SEALED, Sentence("Your place on the roll of a vote"), SEALED),
        *(OnMerge.OWN_STEP, OnErase.STAYS),
    ),
    Naming(
        *("appointment", "holder_id", Given.SEALED, Sentence("For how many you may vote in a vote"), SEALED),
        *(OnMerge.MOVES, OnErase.STAYS),
    ),
    Naming(
        *("roll_strike", "person_id", Given.SEALED, Sentence("Your place on the roll of a vote"), SEALED),
        *(OnMerge.OWN_STEP, OnErase.STAYS),
    ),
    _about(
        *("vote_support", Sentence("Votes of yours that were sent with help"), PAPERS, OnMerge.MOVES, OnErase.GOES),
        *("supporter_id", "witness_id"),
        column="member_id",
    ),
    _about(
        *("vote_support", Sentence("Votes of others with which you helped"), PAPERS, OnMerge.MOVES, OnErase.GOES),
        *("member_id", "witness_id"),
        column="supporter_id",
    ),
    *_acts("vote_support", Sentence("Votes by telephone to which you listened"), "witness_id"),
    _about(
        *("telephone_call", Sentence("A call in which you vote now"), PAPERS, OnMerge.STAYS, OnErase.GOES),
        *("officer_id", "listener_id"),
        column="member_id",
    ),
    *_acts("telephone_call", Sentence("Calls in which you read a paper now, or listen"), "officer_id", "listener_id"),
    *_acts("roll_strike", Sentence("Entries you struck from a roll"), "by"),
    *_acts("floor_choice", Sentence("Decisions on small groups"), "by"),
    *_acts("reminder", Sentence("Reminders you sent"), "by"),
    *_acts("count_run", Sentence("Counts you made"), "by"),
    *_acts("count_back", Sentence("Papers you counted again for an empty seat"), "by"),
    *_acts("declaration", Sentence("Results you declared"), "by"),
    *_acts("regulator_copy", Sentence("Copies you sent to the regulator"), "sent_by", "noted_by", "answer_noted_by"),
    _about("paper_wish", Sentence("That you vote on paper"), PAPERS, OnMerge.MOVES, OnErase.GOES),
    *_acts("paper_wish", Sentence("Members for whom you asked for a paper"), "by"),
    *_acts("paper_batch", Sentence("Papers you logged or confirmed as a teller"), "opened_by", "confirmed_by"),
    *_acts("mixed_batch", Sentence("Papers you entered as a teller"), "first_id", "second_id"),
]
_CIRCLES = [
    _about("consent_member", Sentence("Circles you decided in by consent"), CIRCLES, OnMerge.OWN_STEP, OnErase.STAYS),
    _about(
        "consent_answer", Sentence("What you said in rounds of a circle"), CIRCLES, OnMerge.OWN_STEP, OnErase.STAYS
    ),
    _about(
        *("consent_finding", Sentence("Objections in which you found no reason"), CIRCLES),
        *(OnMerge.OWN_STEP, OnErase.STAYS),
    ),
    _about("consent_vote", Sentence("How you voted in a circle, openly"), CIRCLES, OnMerge.OWN_STEP, OnErase.STAYS),
    *_acts("consent_answer", Sentence("Answers in a circle you wrote down"), "noted_by"),
    *_acts("consent_vote", Sentence("Votes in a circle you wrote down"), "noted_by"),
    *_acts("consent_proposal", Sentence("Proposals you brought to a circle"), "drafted_by"),
    *_acts("consent_wording", Sentence("Wordings of a proposal you wrote"), "written_by"),
]
_MEETINGS = [
    _about("attendance_span", Sentence("Meetings you came to"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    _about(
        "stay_correction",
        Sentence("When times of yours at a meeting were put right"),
        MINUTES,
        OnMerge.MOVES,
        OnErase.STAYS,
    ),
    _about("poll_asker", Sentence("Votes you asked for at a meeting"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *_acts("poll_asked", Sentence("Votes asked for at a meeting that you opened"), "opened_by"),
    *_acts("floor_vote", Sentence("Votes at a meeting that you called or counted"), "called_by"),
    *_acts("floor_vote", Sentence("Votes at a meeting that you called or counted"), "teller_one", "teller_two"),
    _about(
        "declared_interest", Sentence("Interests you declared at a meeting"), MINUTES, OnMerge.MOVES, OnErase.STAYS
    ),
    *_acts("declared_interest", Sentence("Interests of others that you noted at a meeting"), "noted_by"),
    *_acts("hands_count", Sentence("Hands you counted"), "teller_id"),
    _about("open_voice", Sentence("What you said in open votes"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *_acts("stay_correction", Sentence("Times at a meeting that you put right"), "by"),
    _about("member_card", Sentence("Your card for check-in"), ASKED, OnMerge.STAYS, OnErase.GOES, "code"),
    _about("tablet_ask", Sentence("When your card was held up at a tablet"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
    *_acts("tablet_ask", Sentence("Cards at a tablet that you answered"), "answered_by"),
    _about("at_the_meeting", Sentence("Meetings you are checked in at now"), MINUTES, OnMerge.MOVES, OnErase.GOES),
    _about("notice_delivery", Sentence("Notices of meetings sent to you"), MINUTES, OnMerge.OWN_STEP, OnErase.STAYS),
    *_acts("meeting", Sentence("Meetings you called or chaired"), "called_by", "chair_id"),
    *_acts("notice", Sentence("Notices you sent"), "sent_by"),
    *_acts("past_minutes", Sentence("Minutes from before that you brought in"), "brought_by"),
    *_acts("past_correction", Sentence("Corrections of minutes from before"), "noted_by"),
    *_acts("minutes", Sentence("Minutes you wrote, agreed or signed"), "drafted_by", "approved_by", "signed_by"),
]
_POST = [
    _about(
        *("letter", Sentence("What we wrote to you"), MAIL, OnMerge.MOVES, OnErase.OWN_STEP),
        *("attachment", "held_by", "held_until"),
    ),
    _about("stopped_post", Sentence("That nobody writes to you any more"), ASKED, OnMerge.STAYS, OnErase.STAYS),
]

#: Every column that names a person. `tests/desks/test_holdings.py` holds it against all tables of the house.
NAMING: tuple[Naming, ...] = (*_IDENTITY, *_REGISTER, *_JOINING, *_VOTES, *_CIRCLES, *_MEETINGS, *_POST)
