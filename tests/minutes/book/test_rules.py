"""The stages of minutes as a table, and a sentence for every verb that the service puts into its record."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from govern.errors import WrongMoment
from govern.minutes.book.rules import HAPPENED, NEXT, STANDING, Stage, Step, after, what_happened

HOUSE = Path(__file__).parents[3] / "govern"
VERB = re.compile(r"[a-z_]+\.[a-z_-]+")


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step", Step)
def test_a_step_leads_on_or_is_refused_with_where_the_minutes_stand(stage: Stage, step: Step) -> None:
    if (stage, step) in NEXT:
        assert after(stage, step) is NEXT[stage, step]
    else:
        with pytest.raises(WrongMoment) as refusal:
            after(stage, step)
        assert refusal.value.message == STANDING[stage]


def test_the_whole_life_leads_to_signed() -> None:
    stage = Stage.DRAFT
    for step in (Step.EDIT, Step.CIRCULATE, Step.EDIT, Step.CIRCULATE, Step.APPROVE, Step.SIGN):
        stage = after(stage, step)
    assert stage is Stage.SIGNED


def recorded_verbs() -> dict[str, str]:
    """Verb -> file, for every verb handed to an `Event`, or to a note that makes one, anywhere in the service."""
    found: dict[str, str] = {}
    for path in HOUSE.rglob("*.py"):
        text = path.read_text("utf-8")
        if "Event(" not in text or path.name == "record.py":
            continue
        for node in ast.walk(ast.parse(text)):
            for value in _handed_over(node):
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and VERB.fullmatch(value.value):
                    found[value.value] = str(path.relative_to(HOUSE))
    return found


def _handed_over(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Dict):
        return list(node.values)
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("Event", "_note"):
            return [*node.args, *(word.value for word in node.keywords if word.arg == "verb")]
    return []


def test_every_verb_of_the_record_has_its_sentence() -> None:
    verbs = recorded_verbs()
    assert len(verbs) > 60
    assert {verb: path for verb, path in verbs.items() if verb not in HAPPENED} == {}


def test_a_verb_of_a_later_version_is_shown_as_it_stands() -> None:
    assert "moon.landed" in str(what_happened("moon.landed"))
