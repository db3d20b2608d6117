"""A ballot's life, in the order it is lived.

    settling    settle_decision: how a question is decided
    drafting    draft, add_contest, edit_ballot, edit_wording
    candidates  add_candidate, withdraw_candidate, draw_lots, draw_lots_anew
    duties      hand_in, take_back_duty: who shares the key, mixes and witnesses (level AGM)
    agreeing    propose_step, take_back_step: freezing, opening and closing need two officers there
    noticed     note_notice: what the notice of a meeting says, its vote says too
    preparing   publish, freeze, accept_small_group, open_, withdraw_unopened
    room        arrived, left, everybody_left, take_vote: whoever is at the meeting when the vote is taken
    polling     poll: asked for in the room, and open at once
    carrying    appoint, revoke, follow_mandates, seal_for_others, cast_for_others: peers and proxies
    persons     take_over: circles and reports of a record that became part of another
    options     add_option, remove_option: what there is to choose from
    faces       put_face, take_face, erase_faces: how somebody who stands looks, as long as they agree
    picturing   put_photograph, take_photograph, note_trial, remove_trial: how each of them looks and is
    positions   note_position, note_for_group, follow_positions: where a peer brings what members said
    peers       elections to the office of peer
    posting     ask_for_paper, stop_paper, say_where_papers_go, note_printed: who votes on paper
    reading     add_paper, remove_paper, say_read: what is read before a vote, and who says they have
    reporting   write_report, release_reports, answer_report: how a peer voted and why
    proxies     follow_proxies, direct, cast_directions: who was named for a meeting
    supporting  tell_of_support, tell_support_due: after a vote that was sent with help
    telephone   begin_call, heard, end_call: an officer reads the paper to a caller, a second one listens
    testing     open_as_test, tested_before: an envelope is opened in front of its voter in place of being cast
    voting      seal_paper, cast, mail_receipt, remind, challenge, answer_challenge, close, withdraw
    paper_arrivals  begin_pile, log_paper, take_out, confirm_pile, drop_pile: outer envelopes come back
    paper_entries   begin_batch, join_batch, enter, finish, drop_batch: papers are mixed and read by two
    laying_down lay_down: papers that were read and the facts of the count go into the log
    ceremony    fix_facts, keep_head, take_head, take_mixes, take_partials, take_pack: opened by many machines
    mixing      read_mixes, read_partials: what they hand in is checked
    unsealing   unseal: covers off, mixed, opened; assemble: what many opened is put together
    counting    count
    deciding    declare
    archiving   archive, archive_due, leave_out, wipe: when nobody may ask any more, what ties handles to people goes
    filing      send_to_regulator, note_registered, note_returned: what follows a decision that the law wants to see
    counting_back  count_back: papers counted again for a seat that fell empty early
    recovering  propose_recovery, approve_recovery, hand_in_receipt: a box that was put back to an older copy
    upgrading   keep_handed, note_upgrades: the service is changed while a vote is under way
    timing      open_due, close_due: the same steps, taken by the clock

Circles decide by consent in a life of their own:

    proposing   draft_proposal, reword, add_to_circle, take_from_circle, move_on, end_round, integrate
    consenting  answer, find_no_reason, take_fallback, vote, end_vote, review

That people were asked one by one is handed down (`laid_beside`): lay_beside, check_cited.

Beside them `letters` (what people are written) and `keys` (what lies in files outside the database).
"""

from govern.ballots.casting import Posted
from govern.ballots.casting.supporters import Support
from govern.ballots.lifecycle.agreeing import BY_TWO, propose_step, take_back_step
from govern.ballots.lifecycle.archiving import archive, archive_due, leave_out, wipe
from govern.ballots.lifecycle.candidates import add_candidate, draw_lots, draw_lots_anew, withdraw_candidate
from govern.ballots.lifecycle.carrying import (
    Naming,
    Standing,
    any_cast_before,
    appoint,
    cast_for_others,
    follow_mandates,
    held_by,
    revoke,
    seal_for_others,
)
from govern.ballots.lifecycle.ceremony import (
    LARGEST_PACK,
    fix_facts,
    keep_head,
    take_head,
    take_mixes,
    take_pack,
    take_partials,
)
from govern.ballots.lifecycle.counting import count
from govern.ballots.lifecycle.counting_back import count_back
from govern.ballots.lifecycle.deciding import declare
from govern.ballots.lifecycle.drafting import (
    BallotDraft,
    ContestDraft,
    OfForum,
    Wording,
    add_contest,
    ask_for,
    draft,
    edit_ballot,
    edit_wording,
)
from govern.ballots.lifecycle.duties import LARGEST_FILE, MOST_FILES, HandedIn, hand_in, origin_of, take_back_duty
from govern.ballots.lifecycle.faces import erase_faces, put_face, take_face
from govern.ballots.lifecycle.filing import Sent, note_registered, note_returned, send_to_regulator
from govern.ballots.lifecycle.handing import (
    Handed,
    UsedBefore,
    cast_handed,
    hand_out,
    open_handed_as_test,
    put_together,
)
from govern.ballots.lifecycle.laid_beside import check_cited, lay_beside, now_cited, now_told, take_from_beside
from govern.ballots.lifecycle.noticed import note_notice
from govern.ballots.lifecycle.options import add_option, remove_option
from govern.ballots.lifecycle.paper_arrivals import begin_pile, confirm_pile, drop_pile, log_paper, take_out
from govern.ballots.lifecycle.paper_entries import begin_batch, drop_batch, enter, finish, join_batch
from govern.ballots.lifecycle.persons import both_in_a_circle, take_over
from govern.ballots.lifecycle.picturing import note_trial, put_photograph, remove_trial, take_photograph
from govern.ballots.lifecycle.polling import poll
from govern.ballots.lifecycle.positions import check_noter, follow_positions, note_for_group, note_position
from govern.ballots.lifecycle.posting import ask_for_paper, choose_way, note_printed, say_where_papers_go, stop_paper
from govern.ballots.lifecycle.preparing import (
    accept_small_group,
    freeze,
    open_,
    publish,
    withdraw_unopened,
)
from govern.ballots.lifecycle.proxies import cast_directions, direct, follow_proxies
from govern.ballots.lifecycle.reading import add_paper, remove_paper, say_read
from govern.ballots.lifecycle.recovering import RECEIPT_BYTES, approve_recovery, hand_in_receipt, propose_recovery
from govern.ballots.lifecycle.reporting import Said, answer_report, any_held_back, release_reports, write_report
from govern.ballots.lifecycle.room import arrived, everybody_left, left, meeting_moved, take_vote
from govern.ballots.lifecycle.settling import settle_decision, use_casting_vote
from govern.ballots.lifecycle.striking import put_back_before_opening, strike_before_opening, take_names_back
from govern.ballots.lifecycle.supporting import tell_of_support, tell_support_due
from govern.ballots.lifecycle.telephone import begin_call, end_call, heard
from govern.ballots.lifecycle.testing import InTheBoxAlready, open_as_test, tested_before, tested_envelope
from govern.ballots.lifecycle.timing import close_due, open_due
from govern.ballots.lifecycle.unsealing import LogDamaged
from govern.ballots.lifecycle.upgrading import keep_handed, note_upgrades
from govern.ballots.lifecycle.voting import (
    Choices,
    Sealing,
    answer_challenge,
    cast,
    cast_before,
    challenge,
    close,
    mail_receipt,
    remind,
    seal_paper,
    withdraw,
)

__all__ = [
    "BY_TWO",
    "LARGEST_FILE",
    "LARGEST_PACK",
    "MOST_FILES",
    "RECEIPT_BYTES",
    "BallotDraft",
    "Choices",
    "ContestDraft",
    "Handed",
    "HandedIn",
    "InTheBoxAlready",
    "LogDamaged",
    "Naming",
    "OfForum",
    "Posted",
    "Said",
    "Sealing",
    "Sent",
    "Standing",
    "Support",
    "UsedBefore",
    "Wording",
    "accept_small_group",
    "add_candidate",
    "add_contest",
    "add_option",
    "add_paper",
    "answer_challenge",
    "answer_report",
    "any_cast_before",
    "any_held_back",
    "appoint",
    "approve_recovery",
    "archive",
    "archive_due",
    "arrived",
    "ask_for",
    "ask_for_paper",
    "begin_batch",
    "begin_call",
    "begin_pile",
    "both_in_a_circle",
    "cast",
    "cast_before",
    "cast_directions",
    "cast_for_others",
    "cast_handed",
    "challenge",
    "check_cited",
    "check_noter",
    "choose_way",
    "close",
    "close_due",
    "confirm_pile",
    "count",
    "count_back",
    "declare",
    "direct",
    "draft",
    "draw_lots",
    "draw_lots_anew",
    "drop_batch",
    "drop_pile",
    "edit_ballot",
    "edit_wording",
    "end_call",
    "enter",
    "erase_faces",
    "everybody_left",
    "finish",
    "fix_facts",
    "follow_mandates",
    "follow_positions",
    "follow_proxies",
    "freeze",
    "hand_in",
    "hand_in_receipt",
    "hand_out",
    "heard",
    "held_by",
    "join_batch",
    "keep_handed",
    "keep_head",
    "lay_beside",
    "leave_out",
    "left",
    "log_paper",
    "mail_receipt",
    "meeting_moved",
    "note_for_group",
    "note_notice",
    "note_position",
    "note_printed",
    "note_registered",
    "note_returned",
    "note_trial",
    "note_upgrades",
    "now_cited",
    "now_told",
    "open_",
    "open_as_test",
    "open_due",
    "open_handed_as_test",
    "origin_of",
    "poll",
    "propose_recovery",
    "propose_step",
    "publish",
    "put_back_before_opening",
    "put_face",
    "put_photograph",
    "put_together",
    "release_reports",
    "remind",
    "remove_option",
    "remove_paper",
    "remove_trial",
    "revoke",
    "say_read",
    "say_where_papers_go",
    "seal_for_others",
    "seal_paper",
    "send_to_regulator",
    "settle_decision",
    "stop_paper",
    "strike_before_opening",
    "take_back_duty",
    "take_back_step",
    "take_face",
    "take_from_beside",
    "take_head",
    "take_mixes",
    "take_names_back",
    "take_out",
    "take_over",
    "take_pack",
    "take_partials",
    "take_photograph",
    "take_vote",
    "tell_of_support",
    "tell_support_due",
    "tested_before",
    "tested_envelope",
    "use_casting_vote",
    "wipe",
    "withdraw",
    "withdraw_candidate",
    "withdraw_unopened",
    "write_report",
]
