"""What may happen to minutes: draft, circulated, approved, signed; and what may be changed when. Pure.

Sources: domain.md 2.3 (invariants 80-83), 2.4. Approving and signing belong to the next meeting and its chair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from govern.errors import NotValid, WrongMoment
from govern.sentences import Sentence


class Stage(StrEnum):
    """Where minutes stand: `draft → circulated → (amended) → approved → signed`."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    AMENDED = "amended"
    APPROVED = "approved"
    SIGNED = "signed"


class Step(StrEnum):
    """What an officer does with minutes."""

    EDIT = "edit"
    CIRCULATE = "circulate"
    APPROVE = "approve"
    SIGN = "sign"


class EntryKind(StrEnum):
    """What an entry tells: that it opened, the quorum, an item of the agenda, that it closed."""

    OPENING = "opening"
    QUORUM = "quorum"
    ITEM = "item"
    CLOSING = "closing"


NEXT = {
    (Stage.DRAFT, Step.EDIT): Stage.DRAFT,
    (Stage.DRAFT, Step.CIRCULATE): Stage.CIRCULATED,
    (Stage.CIRCULATED, Step.EDIT): Stage.AMENDED,
    (Stage.AMENDED, Step.EDIT): Stage.AMENDED,
    (Stage.AMENDED, Step.CIRCULATE): Stage.CIRCULATED,
    (Stage.CIRCULATED, Step.APPROVE): Stage.APPROVED,
    (Stage.APPROVED, Step.SIGN): Stage.SIGNED,
}
STANDING = {
    Stage.DRAFT: Sentence("These minutes are a draft that members have not seen. Circulate them first."),
    Stage.CIRCULATED: Sentence("These minutes have been circulated already. The next meeting agrees them."),
    Stage.AMENDED: Sentence("These minutes were changed after members saw them. Circulate them again first."),
    Stage.APPROVED: Sentence("These minutes are agreed, so their words stand. A correction is added as a new entry."),
    Stage.SIGNED: Sentence("These minutes are signed, so their words stand. A correction is added as a new entry."),
}
#: Stages in which members may read them.
READABLE = frozenset({Stage.CIRCULATED, Stage.APPROVED, Stage.SIGNED})


def after(stage: Stage, step: Step) -> Stage:
    """The stage a step leads to. Raises `WrongMoment`, saying where the minutes stand and what can be done."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(STANDING[stage]) from None


def check_over(closed: bool) -> None:
    """Minutes are drafted when the meeting is over. Raises `WrongMoment`."""
    if not closed:
        raise WrongMoment("The meeting is not over, so its minutes cannot be drafted. Close the meeting first.")


def check_results_in(waiting: Sequence[str]) -> None:
    """Minutes go out with every result in place (invariant 80). Raises `WrongMoment`."""
    if waiting:
        raise WrongMoment(
            "The result of a vote is not in the minutes: {titles}. "
            "Wait until it is declared, then bring the results in.",
            titles=tuple(waiting),
        )


def check_words(words: Mapping[str, str], languages: Sequence[str], field: str) -> None:
    """Minutes are published in every language of the society at the same moment. Raises `NotValid`."""
    if not any(words.values()):
        return
    for code in languages:
        if not words.get(code):
            raise NotValid(
                "Type this in every language of the society. Members read it in theirs.",
                field=field if code == "en" else f"{field}_{code}",
            )


#: What every line of the audit record says happened. A test holds this against the whole of the service.
HAPPENED = {
    "society.founded": Sentence("The society was founded here."),
    "forum.founded": Sentence("A forum was founded."),
    "forum.changed": Sentence("A forum's name or description was changed."),
    "forum.closed": Sentence("A forum was closed."),
    "forum.joined": Sentence("Somebody came into a forum."),
    "forum.left": Sentence("Somebody left a forum."),
    "forum.left_all": Sentence("Somebody belongs to no forum any more."),
    "forum.facilitator_named": Sentence("Somebody was named to lead a forum."),
    "forum.facilitator_left": Sentence("Somebody stopped leading a forum."),
    "forum.term_extended": Sentence("A forum made its facilitator's term longer."),
    "forum.item_raised": Sentence("Something was raised in a forum."),
    "forum.item_taken_back": Sentence("What was raised in a forum was taken back."),
    "pot.opened": Sentence("A pot of shared money was opened."),
    "pot.guide_named": Sentence("It was said who looks on from outside at a pot."),
    "pot.put_in": Sentence("Money came into somebody's share of a pot."),
    "pot.spend_asked": Sentence("Somebody asked to spend something from a pot."),
    "pot.spend_answered": Sentence("Somebody answered whether their share of a pot is spent."),
    "pot.spend_taken_back": Sentence("What was asked of a pot was taken back."),
    "pot.closed": Sentence("A pot was closed."),
    "award.opened": Sentence("A round of awards was opened."),
    "award.named": Sentence("Somebody was named for an award."),
    "award.answered": Sentence("Somebody answered whether they stand for an award."),
    "award.put_to_vote": Sentence("Awards were put to the vote."),
    "fund.opened": Sentence("The fund for people in need was opened."),
    "fund.put_in": Sentence("Money came into the fund for people in need."),
    "fund.panel_named": Sentence("Somebody was named to the panel of the fund."),
    "fund.panel_left": Sentence("Somebody left the panel of the fund."),
    "fund.asked": Sentence("Something was asked of the fund, under a code."),
    "fund.taken_back": Sentence("What was asked of the fund was taken back."),
    "fund.stood_aside": Sentence("Somebody of the panel stood aside."),
    "fund.voted": Sentence("Somebody of the panel voted."),
    "fund.settled": Sentence("The panel of the fund decided."),
    "contact.named": Sentence("The person to call was named."),
    "rulebook.adopted": Sentence("A version of the rules was adopted."),
    "rulebook.took_effect": Sentence("A version of the rules took effect."),
    "rulebook_draft.started": Sentence("A draft of the rules was begun."),
    "rulebook_draft.edited": Sentence("A draft of the rules was changed."),
    "rulebook_draft.followed": Sentence("A draft of the rules was brought up to the newest version."),
    "rulebook_draft.proposed": Sentence("A draft of the rules was proposed."),
    "rulebook_draft.sent_back": Sentence("A draft of the rules was sent back."),
    "rulebook_draft.withdrawn": Sentence("A draft of the rules was withdrawn."),
    "person.added": Sentence("A person was added."),
    "people.added": Sentence("People were added."),
    "person.changed": Sentence("A person's details were changed."),
    "person.look_chosen": Sentence("A person chose how pages look."),
    "person.deactivated": Sentence("A person's account was closed."),
    "person.reactivated": Sentence("A person's account was opened again."),
    "person.contact_forgotten": Sentence("How to reach a person was forgotten."),
    "person.erased": Sentence("What need not be kept of a person was erased."),
    "person.died": Sentence("A person's death was noted."),
    "person.death_undone": Sentence("A death noted by mistake was put right by a second officer."),
    "person.merged": Sentence("Two records of one person became one."),
    "person.given_out": Sentence("An officer gave somebody what is held about them."),
    "correction.asked": Sentence("A person asked for a correction of their entry."),
    "correction.accepted": Sentence("A correction was accepted."),
    "correction.declined": Sentence("A correction was declined, with a reason."),
    "correction.withdrawn": Sentence("A person took a wish for a correction back."),
    "erasure.asked": Sentence("A person asked that what is held of them goes."),
    "erasure.accepted": Sentence("A wish for erasure was carried out."),
    "erasure.declined": Sentence("A wish for erasure was declined, with a reason."),
    "erasure.withdrawn": Sentence("A person took a wish for erasure back."),
    "membership.corrected": Sentence("The days of a membership were corrected. What they were is kept."),
    "membership.moved": Sentence("A membership went over from one record of a person to the other."),
    "register.cleared": Sentence("How to reach former members was forgotten after the time in the rules."),
    "post.stopped": Sentence("The post to a person was stopped."),
    "post.resumed": Sentence("The post to a person was taken up again."),
    "roll.struck": Sentence("Entries were struck from a frozen roll before voting opened, with the reason."),
    "roll.moved": Sentence("Entries on rolls went over from one record of a person to the other."),
    "roll.put_back": Sentence("An entry struck by mistake was put back before voting opened."),
    "office.given": Sentence("An office was given to a person."),
    "office.ended": Sentence("A person's office ended."),
    "link.asked": Sentence("A sign-in link was asked for."),
    "link.made": Sentence("A sign-in link was made."),
    "link.used": Sentence("A sign-in link was used."),
    "letter_codes.issued": Sentence("Codes for letters were made."),
    "letter_code.used": Sentence("A code from a letter was used."),
    "password.set": Sentence("A password was set."),
    "authenticator.confirmed": Sentence("An authenticator was confirmed."),
    "session.began": Sentence("Somebody signed in."),
    "session.stepped_up": Sentence("Somebody gave their second step again."),
    "session.ended": Sentence("Somebody signed out, or was signed out."),
    "session.acts_for": Sentence(
        "Somebody said for which organisation they are here, or that they are here for themselves."
    ),
    "application.received": Sentence("Somebody asked to become a member."),
    "application.checked": Sentence("It was looked at whether an applicant meets a condition."),
    "application.admitted": Sentence("An applicant was admitted."),
    "application.declined": Sentence("An application was refused, with its reason."),
    "application.appeal_decided": Sentence("An appeal was decided, with its reason."),
    "application.withdrawn": Sentence("An application was taken back."),
    "application.appealed": Sentence("Somebody appealed against a refusal."),
    "eligibility.checked": Sentence("It was looked at whether a member still meets a condition."),
    "officer.spoken_for": Sentence("An officer gave their word for a locked-out officer."),
    "officer.let_in": Sentence("A locked-out officer was let in."),
    "import.looked_at": Sentence("A file of members was looked at."),
    "import.approved": Sentence("A file of members was approved by a second officer."),
    "import.applied": Sentence("A file of members was put into the register."),
    "import.abandoned": Sentence("A file of members was put aside."),
    "membership.began": Sentence("A membership began."),
    "membership.ended": Sentence("A membership ended."),
    "attribute.began": Sentence("Something that rules ask about became true of a person."),
    "attribute.ended": Sentence("Something that rules ask about stopped being true of a person."),
    "tenure.began": Sentence("Somebody took a seat."),
    "tenure.ended": Sentence("Somebody left a seat."),
    "tenure.team_named": Sentence("It was said for which team somebody sits."),
    "cap.not_kept": Sentence("A limit on who sits was found not to be kept."),
    "peer.opened": Sentence("A member became a peer."),
    "peer.ended": Sentence("A peer stopped before their term was over."),
    "mandate.given": Sentence("A member chose a peer."),
    "mandate.ended": Sentence("A mandate ended."),
    "mandate_file.looked_at": Sentence("A file of mandates was looked at."),
    "mandate_file.approved": Sentence("A file of mandates was approved by a second officer."),
    "mandate_file.applied": Sentence("A file of mandates was put in."),
    "mandate_file.abandoned": Sentence("A file of mandates was let go."),
    "domain.referred": Sentence("A body referred a matter to a body above it."),
    "domain.taken_back": Sentence("A body took a matter back that it had referred."),
    "instruction.given": Sentence("A body instructed another, or asked it something."),
    "instruction.received": Sentence("A body received what another asked of it."),
    "instruction.answered": Sentence("A body answered what another asked of it."),
    "instruction.closed": Sentence("What one body asked of another was closed."),
    "cap.kept_again": Sentence("A limit on who sits is kept again."),
    "vacancy.opened": Sentence("A seat fell empty before its term was over."),
    "vacancy.filled": Sentence("A seat that had fallen empty early was filled."),
    "vacancy.expired": Sentence("The term of a seat that had fallen empty ran out."),
    "vacancy.way_chosen": Sentence("It was chosen how an empty seat is filled."),
    "vacancy.nobody_next": Sentence("Nobody of the last election could take an empty seat."),
    "rotation.announced": Sentence("The lot for who stands down was announced."),
    "rotation.drawn": Sentence("The lot was drawn, and it was written down who stands down."),
    "rotation.withdrawn": Sentence("A lot that was announced was taken back before it was drawn."),
    "elections.begun": Sentence("There were members enough, and elections began."),
    "skill.noted": Sentence("It was noted what somebody can do."),
    "skill.ended": Sentence("It was noted that somebody no longer does something."),
    "seats.looked_at": Sentence("A file of those who sit was looked at."),
    "seats.put_in": Sentence("A file of those who sit was put in."),
    "seats.let_go": Sentence("A file of those who sit was let go."),
    "letter.sent": Sentence("A letter was sent."),
    "letter.given_up": Sentence("A letter could not be sent and was given up."),
    "letter.tried_again": Sentence("A letter was put back into the outbox."),
    "letters.erased": Sentence("What letters said was erased."),
    "meeting.drafted": Sentence("A meeting was written down."),
    "meeting.changed": Sentence("A meeting was changed before its notice."),
    "meeting.item_added": Sentence("An item was put on the agenda."),
    "meeting.item_changed": Sentence("An item of the agenda was changed."),
    "meeting.item_moved": Sentence("An item of the agenda was moved."),
    "meeting.item_removed": Sentence("An item was taken off the agenda."),
    "meeting.notice_sent": Sentence("The notice of a meeting was sent."),
    "meeting.notice_corrected": Sentence("The notice of a meeting was corrected, and everybody was told."),
    "meeting.called_off": Sentence("A meeting was called off, and everybody was told."),
    "meeting.cancelled": Sentence("The draft of a meeting was dropped."),
    "meeting.ballot_made": Sentence("The ballot of a meeting was made from its agenda."),
    "meeting.checked_in": Sentence("Somebody was checked in at a meeting."),
    "meeting.checked_out": Sentence("Somebody left a meeting."),
    "meeting.check_in_undone": Sentence("A check-in at a meeting was taken back."),
    "meeting.check_out_undone": Sentence("Somebody who was checked out of a meeting had not left."),
    "meeting.stay_corrected": Sentence("The times of somebody at a meeting were put right, with a reason."),
    "card.made": Sentence("A card for check-in was made."),
    "meeting.vote_called": Sentence("A vote was called in the room, with its quorum."),
    "meeting.floor_vote_called": Sentence("A motion was put to the vote in the room without papers."),
    "meeting.hands_counted": Sentence("A teller handed in a count of hands."),
    "meeting.hands_differ": Sentence("Two counts of hands differed, and hands were counted again."),
    "meeting.floor_vote_decided": Sentence("A vote in the room without papers was counted."),
    "meeting.floor_vote_declared": Sentence("What a vote in the room decided was declared."),
    "meeting.poll_asked": Sentence("A vote with papers was asked for in the room, and opened."),
    "meeting.opened": Sentence("A meeting was opened with its quorum."),
    "meeting.item_settled": Sentence("An item of the agenda was settled."),
    "meeting.closed": Sentence("A meeting was closed."),
    "ballot.drafted": Sentence("A ballot was drafted."),
    "ballot.edited": Sentence("The title or the times of a ballot were changed."),
    "contest.added": Sentence("A question was added to a ballot."),
    "contest.option_added": Sentence("Something to choose was added to a question."),
    "contest.option_removed": Sentence("Something to choose was taken away from a question."),
    "contest.settled": Sentence("An officer said how a question is decided."),
    "contest.casting-vote": Sentence("The chair's casting vote was entered after an equal count."),
    "contest.worded": Sentence("A question of a ballot was worded anew."),
    "candidate.added": Sentence("Somebody was put on the paper of an election."),
    "candidate.withdrawn": Sentence("Somebody took their name back from an election."),
    "ballot.lots-drawn": Sentence("The order of names on the papers was drawn by lot."),
    "ballot.small-group-accepted": Sentence(
        "An officer decided how to go on with a group so small it could be guessed."
    ),
    "ballot.noticed": Sentence("The notice with this ballot went out."),
    "ballot.published": Sentence("The wording of a ballot was published."),
    "ballot.frozen": Sentence("The roll of a ballot was frozen."),
    "ballot.opened": Sentence("Voting was opened."),
    "ballot.mandates-followed": Sentence("An open vote followed who votes for whom."),
    "ballot.position-noted": Sentence("What a member wants was sealed for their peer to bring."),
    "ballot.proxies-followed": Sentence("An open vote followed who was named as a proxy."),
    "candidate.not_seated": Sentence("Somebody who was elected could not take the seat."),
    "consent.drafted": Sentence("A proposal was brought to a circle."),
    "consent.reworded": Sentence("A proposal of a circle was worded anew before anybody saw it."),
    "consent.circle-grew": Sentence("Somebody was added to a circle that decides."),
    "consent.circle-shrank": Sentence("Somebody was taken out of a circle that decides."),
    "consent.answered": Sentence("Somebody answered in a round of a circle."),
    "consent.no-reason-found": Sentence("Somebody found no reason in an objection."),
    "consent.round-ended": Sentence("A round of a circle ended."),
    "consent.integrated": Sentence("A new wording met the objections of a circle."),
    "consent.fallback": Sentence("A circle took the way that is left after the last round."),
    "consent.voted": Sentence("Somebody voted openly in a circle."),
    "consent.vote-ended": Sentence("The vote of a circle ended."),
    "consent.reviewed": Sentence("A circle looked again at what it had agreed."),
    "contest.sent-to-regulator": Sentence("A copy of a decision was sent to the regulator."),
    "contest.returned-by-regulator": Sentence("The regulator sent a decision back."),
    "contest.registered": Sentence("The regulator registered a decision."),
    "mandate.reminded": Sentence("A member was reminded to choose their peer again."),
    "peer.over-told": Sentence("Those whom a peer carried were told that the office is over."),
    "proxy.appointed": Sentence("A member named a proxy for a meeting."),
    "proxy.refused": Sentence("A form that names a proxy was refused, and kept with the reason."),
    "proxy.directed": Sentence("A member sealed how a proxy's vote goes."),
    "proxy.left-to-holder": Sentence("A member left their vote to their proxy."),
    "proxy.with-the-chair": Sentence("A proxy went to the chair of the meeting."),
    "report.written": Sentence("A peer wrote how they voted and why."),
    "report.released": Sentence("A peer's report went to those they carried."),
    "report.answered": Sentence("A member answered their peer's report."),
    "shadow.named": Sentence("Somebody began to learn a role."),
    "shadow.ended": Sentence("Somebody stopped learning a role."),
    "training.noted": Sentence("A training was noted with its evidence."),
    "vacancy.counted_back": Sentence("Papers were counted again for an empty seat."),
    "call.began": Sentence("An officer began to read a paper to a caller."),
    "call.heard": Sentence("A second officer said that they listened to a call."),
    "call.ended": Sentence("A call on which a paper was read ended."),
    "supporter.named": Sentence("A member named who helps them."),
    "supporter.ended": Sentence("Somebody does not help a member any more."),
    "votes.support_told": Sentence("Members were told that a vote of theirs was sent with help."),
    "ballot.taken": Sentence("The vote was taken in the room."),
    "vote.cast": Sentence("An envelope was put into the box."),
    "ballot.reminded": Sentence("Those who had not voted were reminded. Nobody saw who they were."),
    "paper.asked": Sentence("It was noted that a member votes on paper."),
    "paper.stopped": Sentence("It was noted that a member does not vote on paper any more."),
    "paper.address": Sentence("It was said where papers come back to."),
    "paper.letters": Sentence("Letters with papers were taken, to be printed."),
    "paper.pile_begun": Sentence("A teller began a pile of outer envelopes."),
    "paper.logged": Sentence("A teller logged an outer envelope."),
    "paper.taken_out": Sentence("An outer envelope was taken out of a pile before it was confirmed."),
    "paper.arrived": Sentence("A second teller confirmed a pile of outer envelopes."),
    "paper.pile_dropped": Sentence("A pile of outer envelopes was dropped before it was confirmed."),
    "paper.batch_begun": Sentence("A teller began a batch of mixed papers."),
    "paper.batch_joined": Sentence("A second teller joined a batch of papers."),
    "paper.batch_finished": Sentence("A teller finished a batch of papers."),
    "paper.entered_again": Sentence("A teller entered a paper again on which two had differed."),
    "paper.batch_agreed": Sentence("Two tellers agreed on a batch of papers."),
    "paper.batch_dropped": Sentence("A batch of papers was dropped, to be mixed again."),
    "ballot.challenged": Sentence("A member said: I did not cast this vote."),
    "challenge.answered": Sentence("The returning officer answered a member who had not cast a vote."),
    "ballot.struck": Sentence("An envelope was struck out after a member's word, with a second officer."),
    "ballot.closed": Sentence("Voting was closed."),
    "ballot.counted": Sentence("A ballot was counted."),
    "ballot.declared": Sentence("The result of a ballot was declared."),
    "ballot.archived": Sentence("A ballot was put into the archive."),
    "ballot.withdrawn": Sentence("A ballot was withdrawn, and everybody was told."),
    "minutes.drafted": Sentence("The minutes of a meeting were drafted."),
    "minutes.edited": Sentence("An entry of the minutes was written."),
    "minutes.results_brought": Sentence("Results of votes were brought into the minutes."),
    "minutes.circulated": Sentence("The minutes were circulated to members."),
    "past_minutes.brought": Sentence("Minutes of the time before were brought in."),
    "past_minutes.corrected": Sentence("A correction of past minutes was noted."),
    "past_minutes.opened": Sentence("Who may read past minutes was changed."),
}


def what_happened(verb: str) -> Sentence:
    """A verb of the record as a sentence. A verb from a later version is shown as it stands."""
    return HAPPENED.get(verb) or Sentence("Something happened that this version does not know: {verb}", verb=verb)
