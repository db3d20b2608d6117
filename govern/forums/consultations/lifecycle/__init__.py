"""The life of a consultation, in chapters: a question is written, checked, opened, closed or stopped (`asking`) with
its cards (`cards`), photographs (`picturing`), ways (`ways`) and what symbols mean (`meanings`); people are named who
are to be asked (`inviting`, `sharing_out`); they are asked (`sitting`; in `steps` for pages), what they showed is
read (`reading`), or they answer by themselves (`answering`). Where there is no signal a sitting comes in whole, on a
sheet (`sheets`) or sealed from a tablet (`tablets`). It is laid beside what is decided (`attaching`), summed up and
told (`summing`), may become a vote where a person says so (`carrying`), and the answer goes back (`returning`). How
people communicate is written down (`profiles`); somebody dies or leaves (`ending`); what records of persons need
(`persons`)."""

from govern.forums.consultations.lifecycle.answering import answer_myself
from govern.forums.consultations.lifecycle.asking import (
    QuestionDraft,
    change,
    check,
    close,
    draft,
    end_asker,
    extend,
    languages_on,
    methods_on,
    name_asker,
    open_,
    reworded,
    stop,
)
from govern.forums.consultations.lifecycle.attaching import attach, beside_of, detach
from govern.forums.consultations.lifecycle.cards import CardDraft, Way, add_card, change_card, move_card, remove_card
from govern.forums.consultations.lifecycle.carrying import let_count, read_of, response_to_count, why_not_a_vote
from govern.forums.consultations.lifecycle.ending import follow_register
from govern.forums.consultations.lifecycle.inviting import Invited, hand_to, invite
from govern.forums.consultations.lifecycle.meanings import forget_meaning, mean, means_itself, reword_meaning
from govern.forums.consultations.lifecycle.persons import erase_asked, forget_due, moved_once
from govern.forums.consultations.lifecycle.picturing import (
    MOST_PHOTOGRAPHS,
    add_photograph,
    remove_photograph,
    replace_photograph,
)
from govern.forums.consultations.lifecycle.profiles import (
    ProfileDraft,
    end_care,
    note_care,
    note_look,
    note_looks_along,
    write_profile,
)
from govern.forums.consultations.lifecycle.reading import ReadingDraft, check_back, not_reached, read
from govern.forums.consultations.lifecycle.returning import Cited, bring, close_answers, note_printed, use
from govern.forums.consultations.lifecycle.sharing_out import (
    give_to,
    plan_way,
    put_on_the_list,
    share_out,
    take_off_the_list,
    take_on,
)
from govern.forums.consultations.lifecycle.sheets import (
    Beside,
    Meaning,
    Written,
    check_fresh_code,
    take_in,
    undo_sheet,
)
from govern.forums.consultations.lifecycle.sitting import Presence, SittingDraft, record_sitting
from govern.forums.consultations.lifecycle.steps import Beginning, Told, begin, pick, put, stop_sitting, tell
from govern.forums.consultations.lifecycle.summing import let_be_seen, publish, release, summarise, take_back_release
from govern.forums.consultations.lifecycle.tablets import TakenAlong, end_all, end_tablet, opened, take_along
from govern.forums.consultations.lifecycle.ways import drop_way, prepare_way

__all__ = [
    "MOST_PHOTOGRAPHS",
    "Beginning",
    "Beside",
    "CardDraft",
    "Cited",
    "Invited",
    "Meaning",
    "Presence",
    "ProfileDraft",
    "QuestionDraft",
    "ReadingDraft",
    "SittingDraft",
    "TakenAlong",
    "Told",
    "Way",
    "Written",
    "add_card",
    "add_photograph",
    "answer_myself",
    "attach",
    "begin",
    "beside_of",
    "bring",
    "change",
    "change_card",
    "check",
    "check_back",
    "check_fresh_code",
    "close",
    "close_answers",
    "detach",
    "draft",
    "drop_way",
    "end_all",
    "end_asker",
    "end_care",
    "end_tablet",
    "erase_asked",
    "extend",
    "follow_register",
    "forget_due",
    "forget_meaning",
    "give_to",
    "hand_to",
    "invite",
    "languages_on",
    "let_be_seen",
    "let_count",
    "mean",
    "means_itself",
    "methods_on",
    "move_card",
    "moved_once",
    "name_asker",
    "not_reached",
    "note_care",
    "note_look",
    "note_looks_along",
    "note_printed",
    "open_",
    "opened",
    "pick",
    "plan_way",
    "prepare_way",
    "publish",
    "put",
    "put_on_the_list",
    "read",
    "read_of",
    "record_sitting",
    "release",
    "remove_card",
    "remove_photograph",
    "replace_photograph",
    "response_to_count",
    "reword_meaning",
    "reworded",
    "share_out",
    "stop",
    "stop_sitting",
    "summarise",
    "take_along",
    "take_back_release",
    "take_in",
    "take_off_the_list",
    "take_on",
    "tell",
    "undo_sheet",
    "use",
    "why_not_a_vote",
    "write_profile",
]
