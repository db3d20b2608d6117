"""The app as it is served: what stands for ever is set aside before the first request."""

from __future__ import annotations

import gc

import pytest

from govern import commands


def test_what_stands_once_the_app_is_made_is_not_looked_through_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    monkeypatch.setattr(commands, "from_environment", lambda _: None)

    def made(_: object) -> str:
        done.append("made")
        return "the app"

    monkeypatch.setattr(commands, "create_app", made)
    monkeypatch.setattr(gc, "collect", lambda: done.append("collected"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("set aside"))
    assert commands.served_app() == "the app"
    assert done == ["made", "collected", "set aside"]
