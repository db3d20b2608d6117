"""Every column of the house that names a person, and what it means to that person."""

from __future__ import annotations

from govern.desks.holdings.circles import OF_CIRCLES
from govern.desks.holdings.consultations import CONSULTATIONS
from govern.desks.holdings.forums import FORUMS
from govern.desks.holdings.minutes import MINUTE_BOOK
from govern.desks.holdings.naming import (
    ASKED,
    CIRCLES,
    FOR_EVER,
    LAW,
    MAIL,
    MINUTES,
    PAPERS,
    SEALED,
    TIES,
    WAY_IN,
    Given,
    Naming,
    OnErase,
    OnMerge,
    about,
    acts,
)
from govern.desks.holdings.purses import PURSES
from govern.sentences import Sentence

_IDENTITY = [
    about("office", Sentence("Offices you hold or held"), LAW, OnMerge.OWN_STEP, OnErase.STAYS),
    about(
        *("session", Sentence("Where you are or were signed in"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        *("token_hash", "secret"),
    ),
    about(
        *("sign_in_link", Sentence("Sign-in links you asked for"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        *("token_hash", "typed_code_hash", "asked_for", "bound_to", "mailbox"),
    ),
    about(
        *("letter_code", Sentence("Codes for letters made for you"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        "code_hash",
    ),
    about("password", Sentence("Your password"), WAY_IN, OnMerge.STAYS, OnErase.GOES, "hash"),
    about(
        *("authenticator", Sentence("Your authenticator"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        *("sealed_secret", "last_step"),
    ),
    about(
        *("passkey", Sentence("Your passkeys"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
        *("credential_id", "public_key", "sign_count"),
    ),
    about("let_in", Sentence("Officers' words that let you in again"), WAY_IN, OnMerge.MOVES, OnErase.GOES),
    *acts("let_in", Sentence("Words you gave for a locked-out officer"), "by"),
    about(
        *("past_fact", Sentence("Your name and birth date before a correction"), FOR_EVER),
        *(OnMerge.MOVES, OnErase.STAYS),
    ),
    *acts("past_fact", Sentence("Corrections you made as an officer"), "by"),
    about(
        *("person", Sentence("Second records of you that became part of this one"), FOR_EVER),
        *(OnMerge.MOVES, OnErase.OWN_STEP, "search"),
        column="merged_into_id",
    ),
    about(
        *("session", Sentence("When somebody was here for you, an organisation"), WAY_IN, OnMerge.STAYS),
        *(OnErase.STAYS, "token_hash", "secret", "person_id"),
        column="acts_for",
    ),
]
_REGISTER = [
    about("member", Sentence("Your number in the register"), FOR_EVER, OnMerge.STAYS, OnErase.STAYS),
    about("membership", Sentence("Your memberships"), FOR_EVER, OnMerge.OWN_STEP, OnErase.STAYS),
    about("attribute_span", Sentence("What is noted of you"), FOR_EVER, OnMerge.OWN_STEP, OnErase.STAYS),
    *acts("member_import", Sentence("Files of members you brought in"), "uploaded_by", "approved_by"),
    about("correction", Sentence("Corrections you asked for"), ASKED, OnMerge.MOVES, OnErase.GOES),
    *acts("correction", Sentence("Corrections you answered as an officer"), "answered_by"),
    about(
        *("membership_correction", Sentence("Memberships of yours before a correction"), FOR_EVER),
        *(OnMerge.STAYS, OnErase.STAYS),
        column="was_of",
    ),
    *acts("membership_correction", Sentence("Memberships you corrected as an officer"), "by"),
    about(
        *("death", Sentence("A death that was noted"), FOR_EVER, OnMerge.STAYS, OnErase.OWN_STEP, "told_by", "took")
    ),
    *acts("death", Sentence("Deaths you noted as an officer, or put right"), "noted_by", "undone_by"),
    about(
        *("merged_record", Sentence("Records of yours that became one"), FOR_EVER, OnMerge.STAYS, OnErase.STAYS),
        column="gone_id",
    ),
    about(
        *("merged_record", Sentence("Records of yours that became one"), FOR_EVER, OnMerge.MOVES, OnErase.STAYS),
        column="kept_id",
    ),
    *acts("merged_record", Sentence("Records you put together as an officer"), "by"),
    about("erasure", Sentence("Your wishes that what we hold goes"), ASKED, OnMerge.MOVES, OnErase.OWN_STEP),
    *acts("erasure", Sentence("Wishes for erasure you entered or answered"), "asked_by", "answered_by"),
    *acts("rulebook_version", Sentence("Versions of the rules you adopted"), "adopted_by"),
    about("tenure", Sentence("Seats you hold or held"), LAW, OnMerge.MOVES, OnErase.STAYS),
    about(
        *("tenure", Sentence("Seats held for you, an organisation"), LAW, OnMerge.STAYS, OnErase.STAYS, "person_id"),
        column="organisation_id",
    ),
    about("skill", Sentence("What you said you can do"), ASKED, OnMerge.MOVES, OnErase.GOES),
    about("shadow_role", Sentence("Roles you learn or learned"), ASKED, OnMerge.MOVES, OnErase.GOES),
    *acts("shadow_role", Sentence("Who learns a role, as you noted it"), "noted_by"),
    *acts("rulebook_draft", Sentence("Changes of the rules you worked on"), "started_by", "edited_by"),
    *acts("rulebook_draft", Sentence("Changes of the rules you proposed or answered"), "proposed_by", "decided_by"),
    *acts("seat_import", Sentence("Files of those who sit that you brought in"), "uploaded_by"),
    *acts("instruction", Sentence("Instructions you entered for a body"), "given_by"),
    *acts("instruction_reply", Sentence("Answers you entered for a body"), "recorded_by"),
]
_JOINING = [
    about(
        *("application", Sentence("How you asked to become a member"), ASKED, OnMerge.MOVES, OnErase.OWN_STEP),
        "code_hash",
    ),
    *acts("application", Sentence("Applications you entered or decided"), "entered_by", "decided_by"),
    *acts("application", Sentence("Appeals you decided"), "appeal_decided_by"),
    about("appellant", Sentence("Appeals you carried with others"), ASKED, OnMerge.OWN_STEP, OnErase.STAYS),
    about("eligibility_check", Sentence("What was looked at for you"), ASKED, OnMerge.MOVES, OnErase.GOES),
    about("training", Sentence("Training you had"), ASKED, OnMerge.MOVES, OnErase.GOES),
    *acts("training", Sentence("Training of others you noted"), "checked_by"),
    *acts("eligibility_check", Sentence("What you looked at as an officer"), "checked_by"),
    about(
        *("representative", Sentence("Organisations you act for or acted for"), FOR_EVER),
        *(OnMerge.MOVES, OnErase.STAYS),
        column="human_id",
    ),
    about(
        *("representative", Sentence("Who acts or acted for you, an organisation"), FOR_EVER),
        *(OnMerge.STAYS, OnErase.STAYS, "human_id"),
        column="organisation_id",
    ),
    about("share_holding", Sentence("Shares you hold or held"), FOR_EVER, OnMerge.MOVES, OnErase.STAYS),
    about("subscription", Sentence("Subscriptions you paid"), ASKED, OnMerge.MOVES, OnErase.GOES),
    about("tie", Sentence("Ties to others that were noted"), TIES, OnMerge.MOVES, OnErase.GOES, "other_id"),
    about(
        *("tie", Sentence("Ties to others that were noted"), TIES, OnMerge.MOVES, OnErase.GOES, "person_id"),
        column="other_id",
    ),
    about("peer_office", Sentence("Times for which you were a peer"), PAPERS, OnMerge.MOVES, OnErase.STAYS),
    about(
        *("peer_mandate", Sentence("Peers you chose"), PAPERS, OnMerge.MOVES, OnErase.STAYS, "supporter"),
        column="member_id",
    ),
    *acts("peer_mandate", Sentence("Choices of a peer that you wrote down for members"), "noted_by"),
    about(
        *("supporter", Sentence("Whom you named to help you vote"), PAPERS, OnMerge.OWN_STEP, OnErase.GOES),
        "supporter_id",
        column="member_id",
    ),
    about(
        *("supporter", Sentence("Whom you may help to vote"), PAPERS, OnMerge.OWN_STEP, OnErase.GOES),
        *("member_id", "present", "expressed"),
        column="supporter_id",
    ),
    *acts("supporter", Sentence("Help with voting that you noted or ended"), "noted_by", "ended_by"),
    *acts("mandate_file", Sentence("Files of mandates you brought in"), "uploaded_by", "approved_by"),
    about(
        "proxy_appointment",
        Sentence("Whom you named to vote for you at a meeting"),
        PAPERS,
        OnMerge.OWN_STEP,
        OnErase.STAYS,
        *("holder_id", "named"),
        column="member_id",
    ),
    about(
        "proxy_appointment",
        Sentence("Members who named you to vote for them at a meeting"),
        PAPERS,
        OnMerge.MOVES,
        OnErase.STAYS,
        *("member_id", "named"),
        column="holder_id",
    ),
    *acts("proxy_appointment", Sentence("Proxies from paper that you entered"), "entered_by"),
]
_VOTES = [
    about("candidate", Sentence("Elections you stood in"), PAPERS, OnMerge.MOVES, OnErase.STAYS),
    about(
        *("candidate", Sentence("Elections somebody stood in for you, an organisation"), PAPERS, OnMerge.STAYS),
        *(OnErase.STAYS, "person_id"),
        column="organisation_id",
    ),
    about("challenge", Sentence("What you said of votes in your name"), PAPERS, OnMerge.MOVES, OnErase.STAYS),
    about(
        *("peer_report", Sentence("What you wrote as a peer of how you voted"), PAPERS),
        *(OnMerge.OWN_STEP, OnErase.STAYS),
        column="peer_id",
    ),
    about(
        *("report_answer", Sentence("What you answered to your peer"), PAPERS, OnMerge.MOVES, OnErase.GOES),
        column="member_id",
    ),
    *acts("known_position", Sentence("What members told their peer, noted by you"), "noted_by"),
    *acts("challenge", Sentence("Members' words you answered"), "answered_by", "seconded_by"),
    *acts("duty_file", Sentence("Cards and keys of a vote that you handed in"), "by"),
    *acts("step_proposal", Sentence("Steps of a vote you proposed or agreed to"), "proposed_by", "approved_by"),
    *acts("laid_down_log", Sentence("Votes whose papers and facts you fixed after the close"), "by"),
    *acts("log_recovery", Sentence("Boxes of envelopes you put right after a failure"), "proposed_by", "approved_by"),
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
    about(
        *("vote_support", Sentence("Votes of yours that were sent with help"), PAPERS, OnMerge.MOVES, OnErase.GOES),
        *("supporter_id", "witness_id"),
        column="member_id",
    ),
    about(
        *("vote_support", Sentence("Votes of others with which you helped"), PAPERS, OnMerge.MOVES, OnErase.GOES),
        *("member_id", "witness_id"),
        column="supporter_id",
    ),
    about(
        "ballot_paper_read", Sentence("Papers of votes you said you had read"), PAPERS, OnMerge.MOVES, OnErase.GOES
    ),
    *acts("vote_support", Sentence("Votes by telephone to which you listened"), "witness_id"),
    about(
        *("telephone_call", Sentence("A call in which you vote now"), PAPERS, OnMerge.STAYS, OnErase.GOES),
        *("officer_id", "listener_id"),
        column="member_id",
    ),
    *acts("telephone_call", Sentence("Calls in which you read a paper now, or listen"), "officer_id", "listener_id"),
    *acts("roll_strike", Sentence("Entries you struck from a roll"), "by"),
    *acts("floor_choice", Sentence("Decisions on small groups"), "by"),
    *acts("reminder", Sentence("Reminders you sent"), "by"),
    *acts("count_run", Sentence("Counts you made"), "by"),
    *acts("count_back", Sentence("Papers you counted again for an empty seat"), "by"),
    *acts("declaration", Sentence("Results you declared"), "by"),
    *acts("regulator_copy", Sentence("Copies you sent to the regulator"), "sent_by", "noted_by", "answer_noted_by"),
    about("paper_wish", Sentence("That you vote on paper"), PAPERS, OnMerge.MOVES, OnErase.GOES),
    *acts("paper_wish", Sentence("Members for whom you asked for a paper"), "by"),
    *acts("paper_batch", Sentence("Papers you logged or confirmed as a teller"), "opened_by", "confirmed_by"),
    *acts("mixed_batch", Sentence("Papers you entered as a teller"), "first_id", "second_id"),
]
_CIRCLES = [
    about("consent_member", Sentence("Circles you decided in by consent"), CIRCLES, OnMerge.OWN_STEP, OnErase.STAYS),
    about(
        "consent_answer", Sentence("What you said in rounds of a circle"), CIRCLES, OnMerge.OWN_STEP, OnErase.STAYS
    ),
    about(
        *("consent_finding", Sentence("Objections in which you found no reason"), CIRCLES),
        *(OnMerge.OWN_STEP, OnErase.STAYS),
    ),
    about("consent_vote", Sentence("How you voted in a circle, openly"), CIRCLES, OnMerge.OWN_STEP, OnErase.STAYS),
    *acts("consent_answer", Sentence("Answers in a circle you wrote down"), "noted_by"),
    *acts("consent_vote", Sentence("Votes in a circle you wrote down"), "noted_by"),
    *acts("consent_proposal", Sentence("Proposals you brought to a circle"), "drafted_by"),
    *acts("consent_wording", Sentence("Wordings of a proposal you wrote"), "written_by"),
]
_MEETINGS = [
    about("attendance_span", Sentence("Meetings you came to"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    about(
        "stay_correction",
        Sentence("When times of yours at a meeting were put right"),
        MINUTES,
        OnMerge.MOVES,
        OnErase.STAYS,
    ),
    about("poll_asker", Sentence("Votes you asked for at a meeting"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *acts("poll_asked", Sentence("Votes asked for at a meeting that you opened"), "opened_by"),
    *acts("floor_vote", Sentence("Votes at a meeting that you called or counted"), "called_by"),
    *acts("floor_vote", Sentence("Votes at a meeting that you called or counted"), "teller_one", "teller_two"),
    about(
        "declared_interest", Sentence("Interests you declared at a meeting"), MINUTES, OnMerge.MOVES, OnErase.STAYS
    ),
    *acts("declared_interest", Sentence("Interests of others that you noted at a meeting"), "noted_by"),
    *acts("hands_count", Sentence("Hands you counted"), "teller_id"),
    about("open_voice", Sentence("What you said in open votes"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *acts("stay_correction", Sentence("Times at a meeting that you put right"), "by"),
    about("member_card", Sentence("Your card for check-in"), ASKED, OnMerge.STAYS, OnErase.GOES, "code"),
    about("tablet_ask", Sentence("When your card was held up at a tablet"), WAY_IN, OnMerge.STAYS, OnErase.GOES),
    *acts("tablet_ask", Sentence("Cards at a tablet that you answered"), "answered_by"),
    about("at_the_meeting", Sentence("Meetings you are checked in at now"), MINUTES, OnMerge.MOVES, OnErase.GOES),
    about(
        *("short_notice_consent", Sentence("Meetings of which you agreed to shorter notice"), MINUTES),
        *(OnMerge.STAYS, OnErase.STAYS),
    ),
    *acts("short_notice_consent", Sentence("Agreements on paper to shorter notice that you entered"), "noted_by"),
    about(
        *("requisition", Sentence("Meetings you asked for"), MINUTES, OnMerge.STAYS, OnErase.STAYS),
        column="begun_by",
    ),
    about(
        *("requisition", Sentence("Days you named for a meeting that was not called"), MINUTES),
        *(OnMerge.STAYS, OnErase.STAYS),
        column="own_by",
    ),
    about("requisition_signer", Sentence("Meetings you signed for"), MINUTES, OnMerge.STAYS, OnErase.STAYS),
    about("access_ask", Sentence("What you need to take part in meetings"), ASKED, OnMerge.STAYS, OnErase.GOES),
    *acts("access_ask", Sentence("What you answered people who need something to take part"), "answered_by"),
    about("interest", Sentence("Interests you declared"), LAW, OnMerge.MOVES, OnErase.STAYS),
    *acts("interest", Sentence("Interests of others that you entered"), "noted_by"),
    *acts("interest_in_item", Sentence("Who stays out of an item, as you decided"), "decided_by"),
    about("meeting_paper_read", Sentence("Papers of meetings you read"), MINUTES, OnMerge.STAYS, OnErase.GOES),
    *acts("meeting_paper_version", Sentence("Papers of meetings you added"), "added_by"),
    about("requisition_caller", Sentence("Meetings you called with others"), MINUTES, OnMerge.STAYS, OnErase.STAYS),
    *acts("requisition_signer", Sentence("Signatures on paper for a meeting that you entered"), "noted_by"),
    about("notice_delivery", Sentence("Notices of meetings sent to you"), MINUTES, OnMerge.OWN_STEP, OnErase.STAYS),
    *acts("meeting", Sentence("Meetings you called or chaired"), "called_by", "chair_id"),
    *acts("notice", Sentence("Notices you sent"), "sent_by"),
    *acts("past_minutes", Sentence("Minutes from before that you brought in"), "brought_by"),
    *acts("past_correction", Sentence("Corrections of minutes from before"), "noted_by"),
    *acts("filing", Sentence("What you noted as done in the year plan"), "noted_by", "undone_by"),
    about(
        *("register_inspection", Sentence("When you inspected a register"), LAW, OnMerge.MOVES, OnErase.STAYS),
    ),
    *acts("register_inspection", Sentence("Inspections of registers you noted"), "noted_by"),
    *acts("return_figure", Sentence("Figures you typed for the annual return"), "noted_by"),
    *acts("filed_return", Sentence("Annual returns you noted as sent"), "filed_by"),
    *acts("issued_paper", Sentence("Papers you issued"), "issued_by"),
    *acts("scrutiny", Sentence("Votes you looked into as a scrutineer"), "by"),
    *MINUTE_BOOK,
    *acts("minutes", Sentence("Minutes you wrote, agreed or signed"), "drafted_by", "approved_by", "signed_by"),
]
_POST = [
    about(
        *("letter", Sentence("What we wrote to you"), MAIL, OnMerge.MOVES, OnErase.OWN_STEP),
        *("attachment", "held_by", "held_until"),
    ),
    about("stopped_post", Sentence("That nobody writes to you any more"), ASKED, OnMerge.STAYS, OnErase.STAYS),
]

#: Every column that names a person. `tests/desks/test_holdings.py` holds it against all tables of the house.
NAMING: tuple[Naming, ...] = (
    *(
        *_IDENTITY,
        *_REGISTER,
        *_JOINING,
        *_VOTES,
        *_CIRCLES,
        *_MEETINGS,
        *FORUMS,
        *OF_CIRCLES,
        *PURSES,
        *CONSULTATIONS,
        *_POST,
    ),
)
