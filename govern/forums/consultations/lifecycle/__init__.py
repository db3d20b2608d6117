"""The life of a consultation, in chapters: a question is written, checked, opened, closed or stopped (`asking`) with
its cards (`cards`), photographs (`picturing`), ways (`ways`) and what symbols mean (`meanings`); people are named who
are to be asked (`inviting`, `sharing_out`); they are asked (`sitting`), and what they showed is read (`reading`).
Where there is no signal a sitting comes in whole, on a sheet (`sheets`) or sealed from a tablet (`tablets`)."""

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
from govern.forums.consultations.lifecycle.cards import CardDraft, Way, add_card, change_card, move_card, remove_card
from govern.forums.consultations.lifecycle.inviting import Invited, hand_to, invite
from govern.forums.consultations.lifecycle.meanings import forget_meaning, mean, means_itself, reword_meaning
from govern.forums.consultations.lifecycle.picturing import (
    MOST_PHOTOGRAPHS,
    add_photograph,
    remove_photograph,
    replace_photograph,
)
from govern.forums.consultations.lifecycle.reading import ReadingDraft, check_back, not_reached, read
from govern.forums.consultations.lifecycle.sharing_out import (
    give_to,
    plan_way,
    put_on_the_list,
    share_out,
    take_off_the_list,
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
from govern.forums.consultations.lifecycle.tablets import TakenAlong, end_tablet, opened, take_along
from govern.forums.consultations.lifecycle.ways import drop_way, prepare_way

__all__ = [
    "MOST_PHOTOGRAPHS",
    "Beside",
    "CardDraft",
    "Invited",
    "Meaning",
    "Presence",
    "QuestionDraft",
    "ReadingDraft",
    "SittingDraft",
    "TakenAlong",
    "Way",
    "Written",
    "add_card",
    "add_photograph",
    "change",
    "change_card",
    "check",
    "check_back",
    "check_fresh_code",
    "close",
    "draft",
    "drop_way",
    "end_asker",
    "end_tablet",
    "extend",
    "forget_meaning",
    "give_to",
    "hand_to",
    "invite",
    "languages_on",
    "mean",
    "means_itself",
    "methods_on",
    "move_card",
    "name_asker",
    "not_reached",
    "open_",
    "opened",
    "plan_way",
    "prepare_way",
    "put_on_the_list",
    "read",
    "record_sitting",
    "remove_card",
    "remove_photograph",
    "replace_photograph",
    "reword_meaning",
    "reworded",
    "share_out",
    "stop",
    "take_along",
    "take_in",
    "take_off_the_list",
    "undo_sheet",
]
