"""Chapters 5 to 9: how many must be there, who is told, who is on the roll, proxies and peers."""

from __future__ import annotations

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Notice, Quorum, Requisition
from govern.constituencies.rulebook.plain.shares import chosen, decisions, groups, share, yes_no
from govern.constituencies.rulebook.plain.words import FORMATS, listed
from govern.sentences import Sentence

ATTENDING = {
    "in_person": Sentence("people in the room"),
    "remote": Sentence("people who join from elsewhere"),
    "proxy": Sentence("people represented by a proxy"),
    "peer": Sentence("people represented by a peer"),
}


def quorums(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return {f"quorum.{one.body}": _quorum(book, one) for one in book.quorums}


def _quorum(book: Rulebook, one: Quorum) -> tuple[Sentence | None, ...]:
    where = next((body.name for body in book.bodies if body.id == one.body), None)
    return (
        Sentence("{body}:", body=where) if where else Sentence("General meeting:"),
        _needed(one),
        Sentence("These count: {ways}.", ways=tuple(ATTENDING[way] for way in one.counts)),
        Sentence("At most {share} of that number may be represented.", share=share(one.max_represented_share))
        if one.max_represented_share
        else None,
        Sentence("At least {count} from every group must be there.", count=one.each_constituency)
        if one.each_constituency
        else None,
        chosen(
            one.adjourned,
            {
                "those_present": Sentence("If the meeting is held again, those who come are enough."),
                "same": Sentence("If the meeting is held again, as many are needed."),
            },
        ),
    )


def _needed(one: Quorum) -> Sentence:
    if one.share is None or one.rule == "number":
        return Sentence(
            "{number} person must be there.", "{number} people must be there.", one.number, number=one.number
        )
    of = Sentence("the seats filled") if one.of == "seats_filled" else Sentence("the members on the roll")
    if one.rule == "greater":
        return Sentence(
            "{number} person must be there, or {share} of {of} if that is more.",
            "{number} people must be there, or {share} of {of} if that is more.",
            one.number,
            number=one.number,
            share=share(one.share),
            of=of,
        )
    return Sentence(
        "{number} person must be there, or {share} of {of} if that is fewer.",
        "{number} people must be there, or {share} of {of} if that is fewer.",
        one.number,
        number=one.number,
        share=share(one.share),
        of=of,
    )


def notice(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    return _how_long(book.notice) | _how_told(book.notice)


def _how_long(n: Notice) -> dict[str, tuple[Sentence | None, ...]]:
    """How long before a meeting members are told."""
    return {
        "notice.agm_days": (
            Sentence(
                "Members are told of the annual general meeting {days} day before.",
                "Members are told of the annual general meeting {days} days before.",
                n.agm_days,
                days=n.agm_days,
            ),
        ),
        "notice.gm_days": (
            Sentence(
                "Members are told of other general meetings {days} day before.",
                "Members are told of other general meetings {days} days before.",
                n.gm_days,
                days=n.gm_days,
            ),
        ),
        "notice.clear_days": (
            yes_no(
                n.clear_days,
                Sentence("The day the notice arrives and the day of the meeting do not count."),
                Sentence("The day of the meeting counts."),
            ),
        ),
        "notice.adjourned_days": (
            Sentence(
                "Members are told of a meeting held again {days} day before.",
                "Members are told of a meeting held again {days} days before.",
                n.adjourned_days,
                days=n.adjourned_days,
            ),
        ),
        "notice.short_notice_share": (
            Sentence("Shorter notice is enough if {share} of the members agree.", share=share(n.short_notice_share)),
        ),
    }


def _how_told(n: Notice) -> dict[str, tuple[Sentence | None, ...]]:
    """When a notice counts as received, how it is made, and who may call a meeting."""
    return {
        "notice.deemed_email_hours": (
            Sentence(
                "An email counts as received after {hours} hour.",
                "An email counts as received after {hours} hours.",
                n.deemed_email_hours,
                hours=n.deemed_email_hours,
            ),
        ),
        "notice.deemed_post_hours": (
            Sentence(
                "A letter counts as received after {hours} hour.",
                "A letter counts as received after {hours} hours.",
                n.deemed_post_hours,
                hours=n.deemed_post_hours,
            ),
        ),
        "notice.formats": (Sentence("Notices are made as: {formats}.", formats=listed(n.formats, FORMATS)),),
        "notice.requisition": (_call(n.requisition),),
        "notice.min_general_meetings": (
            Sentence(
                "There is at least {count} general meeting a year.",
                "There are at least {count} general meetings a year.",
                n.min_general_meetings,
                count=n.min_general_meetings,
            ),
        ),
        "notice.agm_months": (
            Sentence(
                "The annual general meeting is within {months} month of the year's end.",
                "The annual general meeting is within {months} months of the year's end.",
                n.agm_months,
                months=n.agm_months,
            )
            if n.agm_months
            else None,
        ),
    }


def _call(by: Requisition) -> Sentence:
    if by.rule == "lesser":
        return Sentence(
            "{members} member, or {share} of all, can call a general meeting: whichever is fewer.",
            "{members} members, or {share} of all, can call a general meeting: whichever is fewer.",
            by.members,
            members=by.members,
            share=share(by.share),
        )
    return Sentence(
        "{members} member, or {share} of all, can call a general meeting: whichever is more.",
        "{members} members, or {share} of all, can call a general meeting: whichever is more.",
        by.members,
        members=by.members,
        share=share(by.share),
    )


def roll(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    days = book.roll.record_days_before
    return {
        "roll.record_days_before": (
            Sentence(
                "Everybody who is a member {days} day before voting opens may vote.",
                "Everybody who is a member {days} days before voting opens may vote.",
                days,
                days=days,
            )
            if days
            else Sentence("Everybody who is a member when voting opens may vote."),
        ),
        "roll.freeze": (
            yes_no(
                book.roll.freeze,
                Sentence("From then on the list of voters is not changed."),
                Sentence("The list of voters follows the register."),
            ),
        ),
    }


def proxy(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    p = book.proxy
    allowed = yes_no(
        p.allowed,
        Sentence("A member may send another person to vote in their place."),
        Sentence("Nobody may vote in another member's place."),
    )
    if not p.allowed:
        return {"proxy.allowed": (allowed,)}
    holders = {
        "any_person": Sentence("That may be anybody."),
        "members_only": Sentence("That must be a member."),
        "same_constituency": Sentence("That must be a member of the same group."),
    }
    return {
        "proxy.allowed": (allowed,),
        "proxy.holder": (chosen(p.holder, holders),),
        "proxy.max_per_holder": (
            Sentence(
                "One person may stand for {count} member at most.",
                "One person may stand for {count} members at most.",
                p.max_per_holder,
                count=p.max_per_holder,
            ),
        ),
        "proxy.directed": (
            yes_no(
                p.directed,
                Sentence("The member can say how to vote. The person sent must vote that way."),
                Sentence("The person sent decides how to vote."),
            ),
        ),
        "proxy.deadline_hours": (
            Sentence(
                "The society must be told {hours} hour before the meeting.",
                "The society must be told {hours} hours before the meeting.",
                p.deadline_hours,
                hours=p.deadline_hours,
            ),
        ),
        "proxy.skip_non_working_days": (
            Sentence("Days on which nobody works do not count.") if p.skip_non_working_days else None,
        ),
        "proxy.holder_attends": (
            Sentence("Who was sent and may choose how to vote has to be at the meeting.")
            if p.holder_attends
            else None,
        ),
    }


def peer(book: Rulebook) -> dict[str, tuple[Sentence | None, ...]]:
    p = book.peer
    enabled = yes_no(
        p.enabled,
        Sentence("A member may ask an elected peer to vote for them. Their own vote always comes first."),
        Sentence("There are no peers who vote for others."),
    )
    if not p.enabled:
        return {"peer.enabled": (enabled,)}
    styles = {
        "judgement": Sentence("A peer votes as they judge best, with a reason."),
        "mandated_split": Sentence("A peer votes for each member as that member said, and abstains for the others."),
        "bloc": Sentence("A peer votes the same way for all."),
    }
    return {
        "peer.enabled": (enabled,),
        "peer.constituencies": (Sentence("There are peers for {groups}.", groups=groups(book, p.constituencies)),),
        "peer.term_months": (
            Sentence(
                "A peer serves {months} month.", "A peer serves {months} months.", p.term_months, months=p.term_months
            )
            if p.term_months
            else None,
        ),
        "peer.max_represented": (
            Sentence(
                "A peer votes for {count} member at most.",
                "A peer votes for {count} members at most.",
                p.max_represented,
                count=p.max_represented,
            )
            if p.max_represented
            else None,
        ),
        "peer.style": (chosen(p.style, styles),),
        "peer.counts_for_quorum": (
            Sentence("Those represented count as being there.") if p.counts_for_quorum else None,
        ),
        "peer.not_for": (
            Sentence("Peers do not vote for others on: {kinds}.", kinds=decisions(book, p.not_for))
            if p.not_for
            else None,
        ),
        "peer.opt_in_renew_months": (
            Sentence(
                "Each member is asked again after {months} month.",
                "Each member is asked again after {months} months.",
                p.opt_in_renew_months,
                months=p.opt_in_renew_months,
            )
            if p.opt_in_renew_months
            else None,
        ),
        "peer.staff_may_be_peer": (Sentence("Staff cannot be peers.") if p.staff_may_be_peer is False else None,),
    }
