"""The paper: one question a page, the answers kept in the browser's own sealed cookie until they are sent.

These are pages without addresses: the service has them at those of each seat, the booth at its own.
"""

from litestar import Response
from litestar.response import Redirect

from govern.ballots.forms import ManyAnswers, OneAnswer
from govern.ballots.paper import pressing
from govern.ballots.paper.booth import AnyBooth, ways_to_rank
from govern.ballots.paper.drafts import Marks, is_ranked, options_of, placed
from govern.ballots.paper.views import CandidateView, ContestView
from govern.ballots.rules import ContestKind
from govern.errors import GovernError, NotValid
from govern.web.door import AnyRequest
from govern.web.forms import Submission, submitted
from govern.web.page import page

Answer = Response[str] | Redirect
#: From this many people on there is also a page with everybody on it (service-standard.md 5.3).
MANY = 9
#: A statement stands on the card while all of them are short; otherwise all of them stand below.
SHORT_STATEMENT = 160
BLANK, NOBODY = "blank", "none"


async def start(booth: AnyBooth) -> Redirect:
    """Take a paper, or go on with the one that was begun."""
    return booth.go(booth.onward(booth.so_far, 0), booth.so_far)


async def question(request: AnyRequest, booth: AnyBooth, number: int, place: int = 1, part: int = 1) -> Answer:
    if booth.over:
        return booth.go(booth.at("receipt"))
    contest = booth.contest(number)
    given = len(booth.so_far.marks(contest))
    if not 1 <= place <= min(given + 1, ways_to_rank(contest)):
        return booth.go(booth.place_at(number, min(given + 1, ways_to_rank(contest))))
    return shown(request, booth, number, place, part=part)


async def answered(request: AnyRequest, booth: AnyBooth, number: int, place: int = 1) -> Answer:
    if booth.over:
        return booth.go(booth.at("receipt"))
    contest = booth.contest(number)
    if contest.kind is ContestKind.ELECTION and not is_ranked(contest):
        return await _many(request, booth, number)
    form = submitted(OneAnswer, await request.form(), booth.door.language.say)
    if form.values is None:
        return shown(request, booth, number, place, form)
    if not is_ranked(contest):
        return _one(request, booth, number, form, form.values.answer)
    return _ranked(request, booth, number, place, form, form.values.answer)


def _one(request: AnyRequest, booth: AnyBooth, number: int, form: Submission[OneAnswer], answer: str) -> Answer:
    contest = booth.contest(number)
    if answer not in (*options_of(contest), BLANK):
        return shown(request, booth, number, 1, form.refused(not_on_this_page()))
    draft = booth.so_far.answering(contest, () if answer == BLANK else (answer,))
    return booth.go(booth.onward(draft, number), draft)


def _ranked(
    request: AnyRequest, booth: AnyBooth, number: int, place: int, form: Submission[OneAnswer], answer: str
) -> Answer:
    """One more place in the order. "None" stops here, and whoever was chosen further down goes."""
    contest = booth.contest(number)
    marks = booth.so_far.marks(contest)
    if place > len(marks) + 1:
        return booth.go(booth.place_at(number, len(marks) + 1))
    if answer == NOBODY:
        draft = booth.so_far.answering(contest, marks[: place - 1])
        return booth.go(booth.onward(draft, number), draft)
    if answer not in (str(person.id) for person in left_at(contest, marks, place)):
        return shown(request, booth, number, place, form.refused(not_on_this_page()))
    draft = booth.so_far.answering(contest, placed(marks, place, answer))
    more = place < ways_to_rank(contest)
    return booth.go(booth.place_at(number, place + 1) if more else booth.onward(draft, number), draft)


async def _many(request: AnyRequest, booth: AnyBooth, number: int) -> Answer:
    """Up to so many people, in no order. Too many, or nobody together with somebody, is refused and kept."""
    contest = booth.contest(number)
    form = submitted(ManyAnswers, await request.form(), booth.door.language.say)
    if form.values is None:
        return shown(request, booth, number, 1, form)
    if booth.door.look.one_press and len(form.values.answer) == 1:
        return _pressed(request, booth, number, form, form.values.answer[0])
    chosen = dict.fromkeys(form.values.answer)
    try:
        marks = _checked(contest, chosen)
    except GovernError as refusal:
        return shown(request, booth, number, 1, form.refused(refusal))
    draft = booth.so_far.answering(contest, marks)
    return booth.go(booth.onward(draft, number), draft)


def _pressed(
    request: AnyRequest, booth: AnyBooth, number: int, form: Submission[ManyAnswers], pressed: str
) -> Answer:
    """One press puts somebody in or takes them out; when all places are given it goes on by itself."""
    contest = booth.contest(number)
    standing = {str(person.id): at for at, person in enumerate(left_at(contest, (), 1))}
    if pressed not in (*standing, NOBODY, pressing.ENOUGH):
        return shown(request, booth, number, 1, form.refused(not_on_this_page()))
    marks, done = pressing.after_press(contest, booth.so_far.marks(contest), pressed)
    draft = booth.so_far.answering(contest, marks)
    if done:
        return booth.go(booth.onward(draft, number), draft)
    part = standing[pressed] // pressing.FEW + 1
    return booth.go(booth.place_at(number) + (f"?part={part}" if part > 1 else ""), draft)


def _checked(contest: ContestView, chosen: dict[str, None]) -> Marks:
    standing = {str(person.id) for person in contest.candidates if not person.withdrawn}
    if not chosen:
        raise NotValid("Choose somebody. If you want nobody, choose “Nobody” at the end.", field="answer")
    if NOBODY in chosen and len(chosen) > 1:
        raise NotValid("You have chosen “Nobody” and somebody too. Take one of them away.", field="answer")
    if NOBODY in chosen:
        return ()
    if not standing.issuperset(chosen):
        raise not_on_this_page()
    if len(chosen) > contest.at_most:
        raise NotValid(
            "You have chosen {chosen}. The most you can choose here is {most}. Please take some choices away.",
            field="answer",
            chosen=len(chosen),
            most=contest.at_most,
        )
    return tuple(option for option in options_of(contest) if option in chosen)


def not_on_this_page() -> NotValid:
    return NotValid("This is not one of the answers on this page. Choose one that is.", field="answer")


def left_at(contest: ContestView, marks: Marks, place: int) -> list[CandidateView]:
    """Who can still be given this place: everybody who stands, save those who have a higher one."""
    higher = marks[: place - 1]
    return [person for person in contest.candidates if not person.withdrawn and str(person.id) not in higher]


def shown(
    request: AnyRequest,
    booth: AnyBooth,
    number: int,
    place: int,
    form: Submission[OneAnswer] | Submission[ManyAnswers] | None = None,
    part: int = 1,
) -> Response[str]:
    """The page of one question, as it was last answered; in one-press mode `part` of its people."""
    contest = booth.contest(number)
    marks = booth.so_far.marks(contest)
    chosen = list(marks) or (
        [NOBODY if contest.kind is ContestKind.ELECTION else BLANK] if booth.so_far.has(contest) else []
    )
    if is_ranked(contest):
        chosen = [marks[place - 1]] if len(marks) >= place else chosen if place == 1 else []
    left, parts = left_at(contest, marks, place), 1
    if booth.door.look.one_press:
        left = left if is_ranked(contest) else left_at(contest, (), 1)
        parts = pressing.parts_of(contest, left)
    part = min(max(part, 1), parts)
    here = booth.place_at(number, place)
    return page(
        request,
        f"ballots/{'paper_press' if booth.door.look.one_press else template_of(contest)}.html",
        section="votes",
        form=form,
        **booth.whose(),
        contest=contest,
        number=number,
        of=len(booth.paper.contests),
        place=place,
        chosen=chosen,
        left=left,
        ranked=is_ranked(contest),
        cards=pressing.cards_of(contest, left, tuple(chosen), is_ranked(contest), place, part),
        more_people=f"{here}?part={part % parts + 1}" if parts > 1 else "",
        last=booth.is_last(number),
        many=len(contest.candidates) >= MANY,
        short_statements=all(len(person.statement) <= SHORT_STATEMENT for person in contest.candidates),
        action=here,
        all_address=booth.at(f"paper/{number}/all"),
        back=back_from(booth, number, place),
    )


def template_of(contest: ContestView) -> str:
    if contest.kind is ContestKind.RESOLUTION:
        return "paper"
    if contest.kind is ContestKind.OPTION:
        return "paper_option"
    return "paper_ranked" if is_ranked(contest) else "paper_set"


def back_from(booth: AnyBooth, number: int, place: int) -> str:
    if place > 1:
        return booth.place_at(number, place - 1)
    return booth.place_at(number - 1) if number > 1 else booth.at()


# --- Everybody on one page, where many stand ------------------------------------------------------------------------


async def everybody(request: AnyRequest, booth: AnyBooth, number: int) -> Answer:
    if booth.over:
        return booth.go(booth.at("receipt"))
    if not is_ranked(booth.contest(number)):
        return booth.go(booth.place_at(number))
    return _all_shown(request, booth, number)


async def next_place(request: AnyRequest, booth: AnyBooth, number: int) -> Answer:
    """The person whose button was pressed takes the next free place."""
    if booth.over or not is_ranked(booth.contest(number)):
        return booth.go(booth.at("receipt" if booth.over else f"paper/{number}"))
    form = submitted(OneAnswer, await request.form(), booth.door.language.say)
    contest = booth.contest(number)
    marks = booth.so_far.marks(contest)
    if form.values is None:
        return _all_shown(request, booth, number, form)
    answer = form.values.answer
    if answer in marks:
        return booth.go(booth.at(f"paper/{number}/all"))
    standing = [str(person.id) for person in contest.candidates if not person.withdrawn]
    if answer not in standing or len(marks) >= contest.at_most:
        return _all_shown(request, booth, number, form.refused(not_on_this_page()))
    return booth.go(booth.at(f"paper/{number}/all"), booth.so_far.answering(contest, (*marks, answer)))


def _all_shown(
    request: AnyRequest, booth: AnyBooth, number: int, form: Submission[OneAnswer] | None = None
) -> Response[str]:
    contest = booth.contest(number)
    onward = booth.onward(booth.so_far.answering(contest, booth.so_far.marks(contest)), number)
    return page(
        request,
        "ballots/paper_all.html",
        section="votes",
        form=form,
        **booth.whose(),
        contest=contest,
        number=number,
        of=len(booth.paper.contests),
        marks=booth.so_far.marks(contest),
        last=booth.is_last(number),
        action=booth.at(f"paper/{number}/all"),
        onward=onward,
        back=booth.place_at(number),
    )
