"""Drafts on the pages: begun from what there is, edited with problems by line, nothing typed lost; the rules read."""

from __future__ import annotations

import html
import re

import pytest

from govern.constituencies.rulebook.book import example, example_names, load
from govern.constituencies.rulebook.plain.examples import EXAMPLES
from govern.permissions import Role
from tests.constituencies.conftest import Town
from tests.window import HERE, Window

START = "office/rules/start"


async def started(window: Window, **fields: str) -> str:
    await window.get(START)
    await window.send(START, title="A draft", **fields)
    assert window.last.status_code == 303, window.text()
    await window.follow()
    return str(window.last.url).partition("/tair-nant/")[2]


def kept_text(window: Window) -> str:
    """What stands in the box for the text."""
    return html.unescape(
        window.last.text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]
    ).strip()


async def test_a_draft_begins_from_the_rules_in_force(town: Town) -> None:
    secretary = await town.secretary()
    await started(secretary, origin="in_force")
    assert kept_text(secretary) == example("tair_nant").strip()
    assert "It changes 0 rules." in secretary.text()


async def test_a_draft_begins_from_an_example_with_its_ancestry(town: Town) -> None:
    secretary = await town.secretary()
    await secretary.get(START)
    assert all(f'value="{name}"' in secretary.last.text for name in example_names())
    await started(secretary, origin="example", example="worker_led")
    society = load(kept_text(secretary) + "\n").society
    assert (society.id, society.name, society.derived_from) == (
        "tair-nant",
        "Tair Nant Care Co-operative",
        "worker_led",
    )
    assert society.name_cy == "Cydweithfa Ofal Tair Nant"


async def test_a_draft_begins_from_a_file(town: Town) -> None:
    secretary = await town.secretary()
    await secretary.get(START)
    fields = {**secretary.hidden(START), "title": "From a file", "origin": "file"}
    content = ("\ufeff" + example("tiny")).encode()
    answer = await secretary.client.post(
        secretary.at(START),
        data=fields,
        files={"file": ("tiny.toml", content, "application/toml")},
        headers=secretary.headers(),
        follow_redirects=False,
    )
    await secretary.get(answer.headers["location"])
    assert kept_text(secretary) == example("tiny").strip()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "This file is not a text in UTF-8."),
        (b"schema = 1\x00", "There is a character in this text that cannot be kept."),
        (b"#" * 300_000, "The text is too long for a rulebook."),
    ],
)
async def test_a_file_that_cannot_be_kept_is_refused_beside_its_field(town: Town, content: bytes, words: str) -> None:
    secretary = await town.secretary()
    await secretary.get(START)
    answer = await secretary.client.post(
        secretary.at(START),
        data={**secretary.hidden(START), "title": "From a file", "origin": "file"},
        files={"file": ("rules.toml", content, "application/toml")},
        headers=secretary.headers(),
    )
    assert answer.status_code == 422 and f'<a href="#file">{words}' in answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "", "origin": "in_force"}, "Give the draft a name, so that you find it again."),
        ({"title": "X", "origin": ""}, "Choose what the draft begins from."),
        ({"title": "X", "origin": "example"}, "Choose the example to begin from."),
        ({"title": "X", "origin": "example", "example": "france"}, "Choose the example to begin from."),
        ({"title": "X", "origin": "file"}, "Choose the file with the rules."),
    ],
)
async def test_what_a_draft_needs_is_asked_beside_its_field(town: Town, fields: dict[str, str], words: str) -> None:
    secretary = await town.secretary()
    await secretary.get(START)
    answer = await secretary.send(START, fields)
    assert answer.status_code == 422 and words in secretary.text()


async def test_problems_stand_beside_the_lines_of_the_text_and_nothing_typed_is_lost(town: Town) -> None:
    secretary = await town.secretary()
    at = await started(secretary, origin="in_force")
    broken = example("tair_nant").replace("agm_days = 14", 'agm_days = "<soon>"').replace("years = 3", "years = 1")
    await secretary.send(at, text=broken)
    await secretary.follow()
    assert "1 thing needs to be put right" in secretary.text()
    line = next(n for n, words in enumerate(broken.splitlines(), 1) if "agm_days" in words)
    assert (
        f'Line {line} agm_days = "<soon>" Line {line}, notice, agm_days: “<soon>” does not fit here.'
        in secretary.text()
    )
    assert "Propose this draft" not in secretary.text()
    assert kept_text(secretary) == broken.strip()
    await secretary.send(at, text=broken.replace('"<soon>"', "14"))
    await secretary.follow()
    assert "Write years = 3." in secretary.text()
    await secretary.send(at, text="[")
    await secretary.follow()
    assert "Line 1 cannot be read as TOML" in secretary.text() and kept_text(secretary) == "["


async def test_a_text_changed_by_somebody_else_is_not_overwritten(town: Town) -> None:
    secretary = await town.secretary()
    at = await started(secretary, origin="in_force")
    old = secretary.hidden(at)
    await secretary.send(at, text="schema = 1")
    answer = await secretary.post(at, {**old, "text": "# mine"})
    assert answer.status_code == 422 and "Somebody else changed this draft in the meantime." in secretary.text()
    assert kept_text(secretary) == "# mine"
    assert (await secretary.get(f"{at}/rulebook.toml")).text == "schema = 1\n"


async def test_a_draft_is_withdrawn_after_a_word_of_what_follows(town: Town) -> None:
    secretary = await town.secretary()
    at = await started(secretary, origin="in_force")
    await secretary.get(f"{at}/withdraw")
    assert "nobody can work on it any more" in secretary.text()
    await secretary.send(f"{at}/withdraw")
    await secretary.follow()
    assert "The draft is withdrawn." in secretary.last.text and "Withdrawn" in secretary.text()
    await secretary.get(at)
    assert "Show the text" in secretary.text() and "Keep the text" not in secretary.text()


async def test_the_office_lists_rules_that_were_never_used_with_their_numbers(town: Town) -> None:
    """Mechanism M84."""
    chair = await town.window("Gwilym Haf", Role.CHAIR)
    await chair.get("office/rules")
    assert "Rules that were never used" in chair.text()
    assert "Nobody has joined Public bodies since Monday 9 November 2026." in chair.text()
    assert "Nobody has joined Staff" not in chair.text()
    assert "Begin a draft" not in chair.text()


async def test_the_rules_are_read_as_easy_read_by_whoever_wants_that(town: Town) -> None:
    reader = await town.window()
    await reader.get("rules")
    assert reader.heading() == "Our rules in plain words"
    await reader.get("rules?easy=1")
    assert reader.heading() == "Our rules"
    assert "At most 3 of them can be volunteers." in reader.text()
    assert 'href="/en/tair-nant/rules?easy=0"' in reader.last.text
    welsh = await town.client.get("/cy/tair-nant/rules?easy=1")
    assert welsh.status_code == 200 and "Gwirfoddolwyr" not in reader.text()


async def test_one_version_is_read_whole_and_kept_as_a_file(town: Town) -> None:
    reader = await town.window()
    await reader.get("rules/versions/1")
    assert "These rules are in force" in reader.text() and "Rule 3.5" in reader.text()
    kept = await reader.get("rules/versions/1/rulebook.toml")
    assert kept.text == example("tair_nant")
    assert kept.headers["content-type"].startswith("application/toml")
    for path in ("rules/versions/9", "rules/versions/9/rulebook.toml", "rules/compare?from=1&to=9"):
        assert (await reader.get(path)).status_code == 404, path
    assert (await reader.get("rules/compare?from=one")).status_code == 404


async def test_the_only_version_compared_with_itself_says_the_same(town: Town) -> None:
    reader = await town.window()
    await reader.get("rules/compare")
    assert "They say the same in every rule." in reader.text()
    await reader.get("rules/history")
    assert "Version 1 In force" in reader.text()


async def test_the_examples_are_read_before_one_begins_from_them(town: Town) -> None:
    """Each has its name and what is special about it; a draft begins from the one that was read."""
    assert set(EXAMPLES) == set(example_names())
    secretary = await town.secretary()
    await secretary.get("office/rules")
    assert f"{HERE}/office/rules/examples" in secretary.last.text
    await secretary.get("office/rules/examples")
    for name in example_names():
        assert str(EXAMPLES[name].about) in secretary.text() and f"examples/{name}" in secretary.last.text
    await secretary.get("office/rules/examples/worker_led")
    assert "Worker shareholders: People who work here and have a share." in secretary.text()
    await secretary.get(f"{START}?example=worker_led")
    box = re.search(r'<input[^>]*name="example"[^>]*value="worker_led"[^>]*>', secretary.last.text)
    assert box is not None and "checked" in box[0]
    text = await secretary.get("office/rules/examples/worker_led/rulebook.toml")
    assert text.text == example("worker_led")
    assert (await secretary.get("office/rules/examples/no_such_example")).status_code == 404


async def test_a_draft_that_is_proposed_already_offers_nothing_to_propose(town: Town) -> None:
    secretary = await town.secretary()
    draft = await started(secretary, origin="in_force")
    await secretary.get(f"{draft}/withdraw")
    await secretary.send(f"{draft}/withdraw")
    await secretary.get(f"{draft}/propose")
    assert "This draft is not being written now" in secretary.text() and "Propose it" not in secretary.text()
