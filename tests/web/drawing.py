"""Pages and single parts of the look drawn for a test, in the frame's own words, and read as a tree."""

from __future__ import annotations

from functools import cache

from scripts.preview_parts import environment, frame, render
from tests.web.markup import Element, read


@cache
def shown(name: str) -> Element:
    return read(render(name))


def drawn(template: str, **given: object) -> Element:
    """A template written in the test, given the frame's own words."""
    return read(environment().from_string(template).render(frame() | given))


def page_of(main: str = "<h1>Q</h1>", before: str = "", **given: object) -> Element:
    blocks = "{% block title %}Q{% endblock %}{% block main %}" + main + "{% endblock %}"
    return drawn('{% extends "web/base.html" %}' + before + blocks, **given)


def fields(call: str, **given: object) -> Element:
    return drawn('{% import "web/fields.html" as fields with context %}{{ fields.' + call + " }}", **given)


def parts(call: str, **given: object) -> Element:
    return drawn('{% import "web/parts.html" as parts with context %}{{ parts.' + call + " }}", **given)
