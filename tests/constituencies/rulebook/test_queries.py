"""What the frame of every page says of a society."""

from __future__ import annotations

from govern.constituencies.rulebook.book import example, load
from govern.constituencies.rulebook.queries import ContactView, face_of

TAIR_NANT = load(example("tair_nant"))
CARYS = ContactView("Carys", "01632 960 123", None, {"en": "Weekdays", "cy": "Dyddiau gwaith"})


def test_the_face_is_in_the_language_asked_for() -> None:
    english, welsh = (face_of("tair-nant", TAIR_NANT, CARYS, language) for language in ("en", "cy"))
    assert (english.name, welsh.name) == ("Tair Nant Care Co-operative", "Cydweithfa Ofal Tair Nant")
    assert (english.groups[1].name, welsh.groups[2].name) == ("Staff", "Gwirfoddolwyr")
    assert (english.contact_hours, welsh.contact_hours) == ("Weekdays", "Dyddiau gwaith")


def test_threads_are_numbered_in_the_order_of_the_rules() -> None:
    face = face_of("tair-nant", TAIR_NANT, None, "en")
    assert [(group.id, group.thread) for group in face.groups] == [
        ("supported", 1),
        ("staff", 2),
        ("volunteers", 3),
        ("public_bodies", 4),
    ]


def test_a_society_being_founded_has_a_face() -> None:
    face = face_of("newtown", None, None, "cy")
    assert (face.name, face.groups, face.contact_name) == ("newtown", (), "")
