"""What people, machines and strangers may send: refused with a sentence, what was typed kept, and never a 500."""

from __future__ import annotations

import html
import importlib
import inspect
import re
import typing
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from types import NoneType
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar.datastructures import UploadFile
from litestar.routes import HTTPRoute

import govern
from tests.security.conftest import House
from tests.security.home import Town
from tests.security.test_who_may import may_open
from tests.security.walk import Route, address, routes

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOUSE = Path(govern.__file__).parent
Form = type[msgspec.Struct]
Fields = dict[str, str | list[str]]
#: One for every kind of oddity; each is put into every text field of every form.
ODD = {
    "NUL": "before\x00after",
    "long": "w" * 300_000,
    "right to left": "\u202eevil\u202c\u2066x",
    "marks": "Z\u0351\u036b\u0343" * 40,
    "beyond the first plane": "🗳️👩🏽‍🦽\U0010ffff\ufffe",
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% x %}{name}%s",
    "quotes": "'; DROP TABLE person; --\"\\",
    "spaces": "\u00a0\u2003\ufeff\t\r\n",
    "a number": "-1",
    "a formula": "=1+2",
}
NUMBERS = ("-1", "0", "1e9", "٣", "1_0", "9" * 12, "9" * 40, "NaN", "1.5", " ", "0x10")
DATES = (
    ("0001", "1", "1"),
    ("9999", "12", "31"),
    ("10000", "1", "1"),
    ("0", "0", "0"),
    ("-5", "1", "1"),
    ("9" * 30, "1", "1"),
    ("2026", "9" * 30, "1"),
    ("2026", "2", "31"),
    ("twenty", "\x00", "🗳️"),
)
#: Not shown again when a form comes back: secrets, codes that are good once, choices that are not among those offered
#: ("no such group"), and what this question or this page has no field for (a closed meeting has none for guests).
NOT_SHOWN_AGAIN = {
    *("password", "old_password", "code", "passkey", "letter_code", "envelope", "next", "search"),
    *("group", "join_group", "moves_from", "leave_group", "attribute", "ends", "resolution", "item_resolution"),
    *("colours", "layout", "rules", "item_seat", "way", "guest", "topic", "to_body"),
    *("file", "photograph", "archive", "body", "language", "example", "scope", "consent", "condition"),
    *("decision", "appeal_words", "appeal_people", "who", "who_name", "who_email", "who_phone", "authority"),
    *("facilitates", "kind", "matter", "raised_by", "unit", "office", "nominated_by", "answer"),
    *("yes_means", "yes_means_cy", "no_means", "no_means_cy", "above"),
}
#: What changed because of people who were asked.
CITED = {"changed", "changed_cy", "nothing_because", "nothing_because_cy", "easy", "easy_cy"}
#: What the page of one form has no field for as things stand in the town: a circle in its round rewords nothing, a
#: decision that nobody has sent has no answer, in Tair Nant only members are proxies; and boxes and choices.
NOT_ON_THIS_PAGE = {
    "identity.AddPasskey": {"name"},  # the town has an address at which browsers know no passkeys
    "minutes.returns.FiguresForm": {"stakeholders", "statement"},  # for companies
    "ballots.RewordForm": {"title", "title_cy", "text", "text_cy"},
    "ballots.IntegrateForm": {"text", "text_cy", "changed"},
    "ballots.ReviewForm": {"words"},
    "ballots.RegulatorAnswerForm": {"words"},
    "ballots.SentForm": {"signed"},
    "ballots.BatchForm": {"style"},
    "meetings.NameProxyForm": {"holder", "outside_name", "outside_address", "outside_email"},  # the meeting is over
    "meetings.ProxyPaperForm": {"outside_name", "outside_address", "outside_email"},
    # The meeting is over: nobody agrees, nothing is added; whoever asks here neither sits on a body nor is late.
    "meetings.AgreedOnPaperForm": {"member"},
    "meetings.InItemForm": {"words"},
    "meetings.CameBackForm": {"person"},  # a press beside their name
    "meetings.InterestForm": {"words"},
    "meetings.NewPaperForm": {"title", "title_cy"},
    "meetings.OwnDayForm": {"place", "video_link"},
    "constituencies.representation.RecordWish": {"enter"},
    "desks.ChooseLook": {"press"},
    "forums.activities.PlanActivity": {"organiser"},  # for the facilitator, as the next
    "forums.activities.MakeOffer": {"outside", "contact"},
    "forums.activities.SignUpSelf": {"support"},  # the member has signed up
    "forums.gatherings.ExtendTerm": {"minute"},  # the term of the town's facilitators has no end
    "forums.gatherings.FoundForum": {"layer"},
    # Whoever asks is a choice; the secretary wrote this question and cannot check it; a mat has no video.
    "forums.consultations.QuestionForm": {"of"},
    "forums.consultations.CheckForm": {"words", "passed"},
    "forums.consultations.WayForm": {"link"},
    # The gathering is on; people are chosen; nothing is decided, the item is about nobody, no contact is named.
    "forums.gatherings.Add": {"title", "words"},
    "forums.gatherings.About": {"about"},
    "forums.gatherings.SendDelegate": {"person"},
    "forums.gatherings.DissentForm": {"otherwise"},
    "forums.gatherings.ViewForm": {"their_words"},
    "forums.gatherings.Concern": {"words"},
    # Summed up and decided already, and the person was reached; nobody was asked about the recommendation.
    "forums.consultations.AttachForm": {"target"},
    "forums.consultations.CitedForm": CITED,
    "forums.consultations.DecisionForm": CITED | {"decision", "decision_cy", "decided_by", "decided_by_cy"},
    "forums.consultations.ReasonForm": {"why_not"},
    "forums.consultations.SumForm": {"doubts", "doubts_cy", "unreached", "unreached_cy"},
    "forums.recommendations.AnswerForm": CITED - {"easy", "easy_cy"},
    "forums.recommendations.AnswerWords": CITED - {"easy", "easy_cy"},
    # Boxes; and what a script sends and keeps itself.
    "forums.consultations.SheetForm": {"picked", "stance"},
    "forums.consultations.SentForm": {"sealed"},
    # In a circle nobody writes down what somebody else chose; and a box.
    "forums.circles.AsChosen": {"expressed", "present"},
    # On one's own page nobody else agreed; nothing is read or ended there yet.
    "forums.consultations.WriteProfile": {"with_help"},
    "forums.consultations.ReadSittings": {"knows_person", "words", "doubts"},
    "forums.consultations.CheckedBack": {"how"},
    "forums.consultations.TellSitting": {"stopped_how"},
    "forums.circles.EndCircle": {"expressed", "present", "sure"},
    "forums.circles.Leave": {"leaving"},
    "forums.circles.LetIn": {"expressed", "present"},
    "forums.circles.LetGo": {"expressed", "present"},
    "forums.circles.ShowTeam": {"expressed", "present"},
}
FINE = {303, 403, 404, 409, 422, 429}


#: Forms that stand in the address: odd ones are tried where the page is tested.
IN_ADDRESS = {"minutes.search.SearchForm"}


def forms() -> dict[str, Form]:
    """Every struct of every room's `forms.py`, or of the chapters of its `forms/`."""
    found: dict[str, Form] = {}
    for file in sorted([*HOUSE.rglob("forms.py"), *HOUSE.rglob("forms/*.py")]):
        path = ".".join(file.relative_to(HOUSE).with_suffix("").parts)
        name = path.partition(".forms")[0]
        if name == "web":
            continue
        module = importlib.import_module(f"govern.{path}")
        found |= {
            f"{name}.{kind.__name__}": kind
            for kind in vars(module).values()
            if inspect.isclass(kind) and issubclass(kind, msgspec.Struct) and kind.__module__ == module.__name__
        }
    return {name: kind for name, kind in found.items() if name not in IN_ADDRESS}


def uses(house: House) -> dict[str, list[Route]]:
    """The routes whose handler reads each form, as its code says."""
    known, found = forms(), {name: [] for name in forms()}  # type: dict[str, Form], dict[str, list[Route]]
    guards = {(route.path, route.method): route for route in routes(house.app)}
    for place in house.app.routes:
        for handler in place.route_handlers if isinstance(place, HTTPRoute) else ():
            if "POST" not in handler.http_methods:
                continue
            code, names = inspect.getsource(handler.fn), vars(inspect.getmodule(handler.fn) or object)
            for name, kind in known.items():
                by = r"submitted\(|step\((?:led|worked|taken), |(?:_on|on_point|filled_in)\([^()]*,\s+"
                read = rf"(?:{by}){kind.__name__}\b"
                if names.get(kind.__name__) is kind and fields_of(kind) and re.search(read, code):
                    found[name].append(guards[place.path_format, "POST"])
    return found


#: Read by something the handler calls.
ASKED = "/{lang}/{society_name}/facilitate/consultations/{consultation_id}/people/{asked_id}"
BY_ANOTHER = {
    "forums.consultations.BeginSitting": ASKED + "/sittings",
    "forums.consultations.TellSitting": ASKED + "/sittings/{sitting_id}",
    "forums.consultations.ReadSittings": ASKED + "/readings",
    "forums.consultations.CheckedBack": ASKED + "/check-back",
    "forums.consultations.NotReached": ASKED + "/not-reached",
    "forums.consultations.NoteCare": ASKED + "/care",
    "ballots.OneAnswer": "/{lang}/{society_name}/ballots/{ballot_id}/paper/{number}",
    "ballots.ManyAnswers": "/{lang}/{society_name}/ballots/{ballot_id}/paper/{number}",
    "ballots.Move": "/{lang}/{society_name}/ballots/{ballot_id}/check",
    # Read for the office and for whoever leads the forum whose vote it is.
    **{
        f"ballots.{form}": f"/{{lang}}/{{society_name}}/office/ballots/{{option_ballot_id}}/options/{rest}"
        for form, rest in (
            ("PictureForm", "{choice_id}/{option_id}/photograph"),
            ("TrialForm", "{choice_id}/{option_id}/trials"),
        )
    },
    # A button that sends nothing but itself.
    "forums.consultations.Nothing": "/{lang}/{society_name}/facilitate/consultations/{consultation_id}/sum/publish",
    # Read for every paper of a meeting or a vote.
    "minutes.papers.IssueForm": "/{lang}/{society_name}/office/meetings/{meeting_id}/printed/{meeting_paper}",
    # Read for both presses beside somebody whose email came back.
    "meetings.CameBackForm": "/{lang}/{society_name}/office/meetings/{meeting_id}/delivery/{version}/came-back",
    # What two forms have in common.
    "forums.consultations.CitedForm": "/{lang}/{society_name}/facilitate/consultations/{consultation_id}/decision",
    "forums.gatherings.Nothing": "/{lang}/{society_name}/forums/{forum_id}/actions/{action_id}/done",
    "forums.circles.AsChosen": "/{lang}/{society_name}/circles/{circle_id}/people",
    "forums.recommendations.AnswerWords": (
        "/{lang}/{society_name}/facilitate/recommendations/{recommendation_id}/answer"
    ),
    "forums.circles.OfAMatter": "/{lang}/{society_name}/circles/{circle_id}/decide",
    # Steps of a circle are made from their form and their act.
    **{
        f"ballots.{form}": f"/{{lang}}/{{society_name}}/office/consent/{{proposal_id}}/{step}"
        for form, step in (
            ("RewordForm", "words"),
            ("CirclePersonForm", "people"),
            ("NotedConsentForm", "answer"),
            ("IntegrateForm", "integrate"),
            ("FallbackForm", "fallback"),
            ("NotedVoteForm", "vote"),
            ("ReviewForm", "review"),
        )
    },
}


def plausible(name: str, wanted: object, town: Town) -> Fields:
    """An answer that can be read, so that what is odd elsewhere gets further in."""
    if typing.get_origin(wanted) is typing.Annotated:
        wanted = typing.get_args(wanted)[0]
    inner = [part for part in typing.get_args(wanted) if part is not NoneType]
    if NoneType in typing.get_args(wanted):
        wanted = inner[0]
    if typing.get_origin(wanted) in (tuple, list):
        return {name: ["kept", "kept"]}
    if wanted in (date, datetime):
        day: Fields = {f"{name}_day": "1", f"{name}_month": "12", f"{name}_year": "2026"}
        return day | ({f"{name}_time": "10:00"} if wanted is datetime else {})
    if inspect.isclass(wanted) and issubclass(wanted, StrEnum):
        return {name: next(iter(wanted)).value}
    usual: dict[typing.Any, str] = {int: "1", bool: "yes", UUID: town.ids["person_id"], time: "10:00"}
    by_name = {"email": "kept@kept.example", "language": "en", "format": "standard", "seat": "board/supported"}
    by_name["search"] = town.canary
    return {name: by_name.get(name, usual.get(wanted, f"kept words of {name}"))}


class Field(msgspec.Struct, frozen=True):
    name: str
    wanted: object
    text: bool
    day: bool
    number: bool


def fields_of(kind: Form) -> list[Field]:
    hints = typing.get_type_hints(kind)
    found = []
    for name, hint in hints.items():
        parts = {hint, *typing.get_args(hint)}
        found.append(Field(name, hint, str in parts, bool(parts & {date, datetime}), int in parts))
    return found


def filled_in(kind: Form, town: Town) -> Fields:
    fields: Fields = {}
    for field in fields_of(kind):
        fields |= plausible(field.name, field.wanted, town)
    return fields


def odd_ones(kind: Form, town: Town) -> Iterator[tuple[str, Fields]]:
    """The form filled in, with oddities in all of its texts, in one of them, in its days, in its numbers."""
    usual, found = filled_in(kind, town), fields_of(kind)
    yield "nothing", {}
    texts = [field.name for field in found if field.text]
    for what, odd in ODD.items():
        if texts:
            yield f"{what} everywhere", usual | dict.fromkeys(texts[:3], odd)
        if what == "NUL":
            # Without words to search for there are no people to choose from, and no form.
            for name in set(texts) - ({"search"} if "person" in usual else set()):
                yield f"{what} in {name}", usual | {name: odd}
    for field in found:
        if field.day:
            for year, month, day in DATES:
                typed: Fields = {f"{field.name}_year": year, f"{field.name}_month": month, f"{field.name}_day": day}
                yield f"{field.name} on {year[:9]}-{month[:9]}-{day}", usual | typed
        elif field.number:
            for number in NUMBERS:
                yield f"{field.name} {number[:20]}", usual | {field.name: number}
        elif not field.text:
            for word in ("nonsense", "-1", "\x00", "ŵ" * 500):
                yield f"{field.name} {word[:9]!r}", usual | {field.name: [word, word]}
        if field.wanted is datetime or (field.wanted is not date and field.day):
            for clock in ("25:00", "10:00+05:00", "\x00", "noon", "1" * 50):
                yield f"{field.name} at {clock[:9]!r}", usual | {f"{field.name}_time": clock}


async def test_every_form_is_read_somewhere(house: House) -> None:
    unread = {name for name, where in uses(house).items() if not where}
    assert unread <= set(BY_ANOTHER)


@pytest.mark.parametrize("name", sorted(forms()))
async def test_a_form_with_odd_answers_is_refused_with_a_sentence_and_kept(house: House, name: str) -> None:
    kind, wrong = forms()[name], []
    every = {route.path: route for route in routes(house.app) if route.method == "POST"}
    for route in uses(house)[name] or [every[BY_ANOTHER[name]]]:
        visitor, where = house.visitor(may_open(route)), address(route, house.here)
        for what, fields in odd_ones(kind, house.here):
            answer = await visitor.post(where, fields)
            if answer.status_code not in FINE | {200}:
                wrong.append(f"{route.line}: {what}: {answer.status_code}")
            elif answer.status_code == 422 and (lost := not_kept(name, fields, answer)):
                wrong.append(f"{route.line}: {what}: lost {lost}")
            elif what.startswith("NUL in") and answer.status_code == 200:
                wrong.append(f"{route.line}: {what}: taken in")
    assert wrong == []


def not_kept(form: str, fields: Fields, answer: httpx.Response) -> list[str]:
    """Typed words that the form does not show again; marked-up text must never come back as markup."""
    shown = html.unescape(answer.text)
    lost = [
        name
        for name, typed in fields.items()
        if isinstance(typed, str) and typed.startswith("kept words") and name not in NOT_SHOWN_AGAIN
        if name not in NOT_ON_THIS_PAGE.get(form, ())
        if typed not in shown
    ]
    return [*lost, "escaping"] if "<script>alert(1)" in answer.text else lost


def test_an_upload_is_the_only_thing_that_is_not_text() -> None:
    kinds = {field.wanted for kind in forms().values() for field in fields_of(kind)}
    assert UploadFile in kinds
