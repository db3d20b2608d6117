"""A question through its pages, from the first words to the first person asked: W14 as its facilitator lives it."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from govern.forums.consultations.rules import Adaptation
from tests.documents.test_photographs import PLACE, a_picture, with_a_place
from tests.forums.conftest import Forums
from tests.window import Window

LIST = "facilitate/consultations"
QUESTION = {
    "asks": "proposal",
    "title": "Swimming",
    "title_cy": "Nofio",
    "question": "Swimming is on Tuesday. Move it to Thursday evening?",
    "question_cy": "Mae nofio ar ddydd Mawrth. Ei symud i nos Iau?",
    "context": "The pool is quieter on Thursdays.",
    "context_cy": "Mae'r pwll yn dawelach ar ddydd Iau.",
    "can_change": "The day.",
    "can_change_cy": "Y diwrnod.",
    "who_decides": "The forum.",
    "who_decides_cy": "Y fforwm.",
}
CARDS = (
    ("Tuesday", "Dydd Mawrth", "against", "A wet towel", "Tywel gwlyb", "tŷ bach"),
    ("Thursday", "Dydd Iau", "for", "A dry towel", "Tywel sych", "bws"),
)


def days(forums: Forums) -> dict[str, str]:
    at = forums.town.clock.at
    return {
        **{"ask_until_day": "1", "ask_until_month": "12", "ask_until_year": str(at.year)},
        **{"decide_by_day": "20", "decide_by_month": "12", "decide_by_year": str(at.year)},
    }


async def leader(forums: Forums, name: str) -> Window:
    """A facilitator's window, with the second step of an officer."""
    town = forums.town
    return await Window(town.client, town.society).sign_in(town.people[name], officer=True, at=town.clock.at)


async def written(forums: Forums) -> tuple[Window, str]:
    """Mair's window at the desk of a new question, and its address."""
    mair = await leader(forums, "Mair Elis")
    await mair.get(f"{LIST}/new?forum={forums.local}")
    answer = await mair.send(f"{LIST}/new", {**QUESTION, **days(forums), "of": str(forums.local)})
    assert answer.status_code == 303, mair.text()
    return mair, answer.headers["location"].split("/tair-nant/")[1]


async def sent(window: Window, page: str, form: str, fields: dict[str, str | list[str]]) -> None:
    await window.get(page)
    answer = await window.send(form, fields)
    assert answer.status_code == 303, window.text()


async def with_cards(mair: Window, at: str) -> list[str]:
    """Two cards with a symbol, a photograph and a real thing each; their keys."""
    await mair.get(f"{at}/photographs")
    said = {"description": "The pool", "description_cy": "Y pwll", "consent": "Nobody is in it."}
    answer = await mair.send_file(
        f"{at}/photographs",
        *("pool.jpg", a_picture(size=(900, 600), exif=with_a_place()), "image/jpeg"),
        field="photograph",
        **said,
    )
    assert answer.status_code == 303, mair.text()
    photograph = re.findall(r"photographs/([0-9a-f-]{36})/crop", answer.headers["location"])[0]
    keys = []
    for words, welsh, counts, thing, welsh_thing, _ in CARDS:
        fields = {"words": words, "words_cy": welsh, "counts_as": counts, "photograph_id": photograph}
        await sent(mair, f"{at}/cards", f"{at}/cards", {**fields, "object": thing, "object_cy": welsh_thing})
        keys.append(mair.last.headers["location"].split("#card-")[1])
    return keys


async def test_story_a_question_is_written_prepared_checked_and_opened(forums: Forums) -> None:
    mair, at = await written(forums)
    await mair.get(at)
    assert "Prepare at least one way of asking." in mair.text() and "Being written" in mair.text()
    keys = await with_cards(mair, at)
    for key, (*_, typed) in zip(keys, CARDS, strict=True):
        await mair.get(f"{at}/cards/{key}/symbol?q={typed}")
        first = re.findall(r'name="symbol" value="([^"]+)"', mair.last.text)[0]
        assert (await mair.send(f"{at}/cards/{key}/symbol", symbol=first)).status_code == 303
    await every_way_is_prepared(mair, at, keys)
    await a_second_person_checks(forums, mair, at)
    await mair.get(at)
    assert (await mair.send(f"{at}/open")).status_code == 303
    await mair.follow()
    assert "People are being asked" in mair.text()
    await mair.get(f"{at}/cards")
    assert "so they stay as they are" in mair.text()
    await people_come_to_the_list(forums, mair, at)


async def every_way_is_prepared(mair: Window, at: str, keys: list[str]) -> None:
    """Each of the twelve, and each looked at in both languages as the person will see it."""
    easy: dict[str, str | list[str]] = {
        "line_en": ["Swimming is on Tuesday.", "It can be on Thursday."],
        "line_cy": ["Mae nofio ddydd Mawrth.", "Gall fod ddydd Iau."],
        "picture_en": ["openmoji-clock", "openmoji-people"],
        "picture_cy": ["openmoji-clock", "openmoji-people"],
    }
    tried: dict[str, str | list[str]] = {
        "try_day": ["27", "28"],
        "try_month": ["11", "11"],
        "try_year": ["2026", "2026"],
        "try_card": keys,
    }
    both: dict[str, str | list[str]] = {"words": "Swimming", "words_cy": "Nofio"}
    given: dict[str, dict[str, str | list[str]]] = {
        "easy": easy,
        "signed": {"link": "https://example.org/arwyddo"},
        "faces": {"faces": "5"},
        "trying": tried,
        **dict.fromkeys(("mat", "sorting", "observing"), both),
    }
    await mair.get(f"{at}/ways")
    for kind in Adaptation:
        await sent(mair, f"{at}/ways/{kind}", f"{at}/ways/{kind}", given.get(kind, {}))
        for language in ("en", "cy"):
            shown = await mair.get(f"/{language}/tair-nant/{at}/ways/{kind}/preview")
            assert shown.status_code == 200, kind
    assert "Nofio" in mair.text() and "Wet" not in mair.text()
    await mair.get(f"{at}/ways/objects/preview")
    assert "A wet towel" in mair.text()
    await mair.get(f"{at}/ways/faces/preview")
    assert mair.text().index("Very good") < mair.text().index("Very bad") and "I do not want to say" in mair.text()
    await mair.get(f"{at}/ways/trying/preview")
    assert "27 November 2026: Tuesday" in mair.text()


async def a_second_person_checks(forums: Forums, mair: Window, at: str) -> None:
    await mair.get(at)
    assert "You wrote it, so you cannot check it." in mair.text()
    await mair.get(f"{at}/people")
    sian_id = str(forums.town.people["Siân Llwyd"])
    sian = await leader(forums, "Siân Llwyd")
    assert (await sian.get(at)).status_code == 404
    await sent(mair, f"{at}/people", f"{at}/askers", {"asker": sian_id})
    for kind in ("plain", "ethics"):
        await sian.get(f"{at}/check/{kind}")
        assert "Mae nofio ar ddydd Mawrth" in sian.text() and "A wet towel" in sian.text()
        answer = await sian.send(f"{at}/check/{kind}", passed="no")
        assert answer.status_code == 422 and "Say what has to change." in sian.text()
        assert (await sian.send(f"{at}/check/{kind}", passed="yes")).status_code == 303
    await mair.get(f"{at}/check/plain")
    assert "What a machine sees" in mair.text()


async def people_come_to_the_list(forums: Forums, mair: Window, at: str) -> None:
    """By name, all at once, shared out evenly, given to somebody by hand."""
    people = forums.town.people
    await mair.get(f"{at}/people")
    await mair.send(f"{at}/people/find", search="gwe")
    assert "Gwen Hughes" in mair.text()
    assert (await mair.send(f"{at}/people", people=str(people["Gwen Hughes"]))).status_code == 303
    await sent(mair, f"{at}/people", f"{at}/people/all", {"which": "all"})
    await mair.follow()
    assert "5 people have nobody to ask them." in mair.text()
    assert (await mair.send(f"{at}/people/share")).status_code == 303
    await mair.follow()
    assert mair.text().count("Asked by Siân Llwyd") in (2, 3) and "have nobody to ask" not in mair.text()
    gwen = str(people["Gwen Hughes"])
    await sent(mair, f"{at}/people", f"{at}/people/give", {"people": [gwen], "asker": str(people["Mair Elis"])})
    await sent(mair, f"{at}/people/{gwen}/plan", f"{at}/people/{gwen}/plan", {"planned": "mat"})
    await mair.follow()
    assert "Gwen Hughes Not asked yet On a talking mat. Asked by Mair Elis" in mair.text()
    sian = await leader(forums, "Siân Llwyd")
    await sian.get(f"{at}/people")
    assert "Gwen Hughes" not in sian.text() and "People you ask" in sian.text()


async def test_a_photograph_is_cut_without_a_script_and_says_nothing_of_its_place(forums: Forums) -> None:
    mair, at = await written(forums)
    await with_cards(mair, at)
    await mair.get(f"{at}/photographs")
    source = re.findall(r'<img src="([^"]*/photographs/[0-9a-f-]{36})"', mair.last.text)[0]
    shown = await mair.get(source)
    assert PLACE not in shown.content and Image.open(io.BytesIO(shown.content)).size == (900, 600)
    key = source.rsplit("/", 1)[1]
    crop = f"{at}/photographs/{key}/crop"
    seen = await mair.get(f"{at}/photographs/{key}/cropped?part=last&near=close")
    assert Image.open(io.BytesIO(seen.content)).size == (300, 300)
    await mair.get(f"{crop}?part=last&near=close")
    assert (await mair.send(crop)).status_code == 303
    await mair.get(f"{at}/cards")
    now = set(re.findall(r'<img src="([^"]*/photographs/[0-9a-f-]{36})"', mair.last.text))
    assert len(now) == 1 and source not in now
    assert Image.open(io.BytesIO((await mair.get(now.pop())).content)).size == (300, 300)
    assert (await mair.get(source)).status_code == 404
    uploads = forums.town.society.uploads() / "photographs"
    assert len(list(uploads.iterdir())) == 1  # what was cut away is gone
    gwen = await forums.town.window("Gwen Hughes")
    assert (await gwen.get(source)).status_code == 404


@pytest.mark.parametrize(
    ("content", "fields", "words"),
    [
        (b"no picture at all", {}, "not a picture we can open"),
        (a_picture(size=(30, 20)), {"description": " "}, "for those who cannot see it"),
        (a_picture(size=(30, 20)), {"description_cy": ""}, "for those who cannot see it"),
        (a_picture(size=(30, 20)), {"consent": ""}, "how they agreed"),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00",
            {},
            "too large to be opened safely",
        ),
    ],
)
async def test_a_photograph_that_may_not_be_shown_is_refused(
    forums: Forums, content: bytes, fields: dict[str, str], words: str
) -> None:
    mair, at = await written(forums)
    await mair.get(f"{at}/photographs")
    said = {"description": "The pool", "description_cy": "Y pwll", "consent": "Nobody is in it.", **fields}
    answer = await mair.send_file(f"{at}/photographs", "x.jpg", content, "image/jpeg", field="photograph", **said)
    assert answer.status_code == 422 and words in mair.text(), mair.text()
    uploads = forums.town.society.uploads() / "photographs"
    assert not uploads.exists() or not list(uploads.iterdir())


async def test_a_symbol_is_a_drawing_for_anybody_and_nothing_else(forums: Forums) -> None:
    nobody = await forums.town.window()
    found = await nobody.get("symbols/mulberry-swim_%2C_to")
    assert found.headers["content-type"].startswith("image/svg+xml") and b"<svg" in found.content
    assert "script-src" not in found.headers["content-security-policy"]
    assert "max-age" in found.headers["cache-control"] and found.headers["x-content-type-options"] == "nosniff"
    for name in ("mulberry-ready", "..%2Fsymbols.csv", "mulberry-LICENSE.txt", "mulberry-..%2F..%2FA"):
        assert (await nobody.get(f"symbols/{name}")).status_code == 404


async def test_a_symbol_that_means_something_else_is_refused_with_what_it_means(forums: Forums) -> None:
    mair, at = await written(forums)
    first, second = await with_cards(mair, at)
    await mair.get(f"{at}/cards/{first}/symbol?q=bus")
    assert (await mair.send(f"{at}/cards/{first}/symbol", symbol="openmoji-bus")).status_code == 303
    await mair.get(f"{at}/cards/{second}/symbol?q=bus")
    assert "It means “Tuesday” here." in mair.text()
    assert 'value="openmoji-bus"' not in mair.last.text  # it is not offered
    answer = await mair.send(f"{at}/cards/{second}/symbol", symbol="openmoji-bus")
    assert answer.status_code == 422 and "This symbol means “Tuesday” everywhere in this society" in mair.text()
    await mair.get("office/symbols")
    assert "Tuesday" in mair.text()
    await mair.get("office/symbols/openmoji-bus")
    answer = await mair.send("office/symbols/openmoji-bus/forget")
    assert answer.status_code == 422 and "This symbol is in use." in mair.text()
    answer = await mair.send("office/symbols/openmoji-bus", words="Thursday", words_cy="Dydd Iau")
    assert answer.status_code == 422
    assert (await mair.send("office/symbols/openmoji-bus", words="Tuesday", words_cy="Mawrth")).status_code == 303


async def test_only_the_office_asks_for_the_whole_society(forums: Forums) -> None:
    mair = await leader(forums, "Mair Elis")
    await mair.get(f"{LIST}/new")
    answer = await mair.send(f"{LIST}/new", {**QUESTION, **days(forums), "of": "society"})
    assert answer.status_code == 422 and "Choose who asks." in mair.text()
    assert "Ei symud i nos Iau?" in mair.last.text  # what was typed is kept
    assert (await mair.send(f"{LIST}/new", {**QUESTION, **days(forums), "of": str(forums.area)})).status_code == 422
    nerys = await forums.town.secretary()
    await nerys.get(f"{LIST}/new")
    assert (await nerys.send(f"{LIST}/new", {**QUESTION, **days(forums), "of": "society"})).status_code == 303


async def test_the_steps_of_its_life_are_refused_in_a_sentence(forums: Forums) -> None:
    mair, at = await written(forums)
    await mair.get(at)
    answer = await mair.send(
        f"{at}/until", {"ask_until_day": "24", "ask_until_month": "12", "ask_until_year": "2026"}
    )
    assert answer.status_code == 422 and "The decision comes after the last day of asking" in mair.text()
    answer = await mair.send(f"{at}/stop")
    assert answer.status_code == 422 and "Say why it stops." in mair.text()
    answer = await mair.send(f"{at}/stop", because="The pool closes.")
    assert answer.status_code == 303
    await mair.follow()
    assert "The pool closes." in mair.text() and "Stop this question" not in mair.text()
