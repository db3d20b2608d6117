"""What people are shown: the cards in their order, each way once, Easy Read with its pictures."""

from __future__ import annotations

import json

import pytest

from govern.errors import NotFound, NotValid
from govern.forums.consultations import queries, rules
from govern.forums.consultations.models import ConsultationAdaptation, ConsultationCard
from govern.forums.consultations.rules import Adaptation
from tests.forums.consultations.conftest import Swimming


async def test_cards_stand_in_their_order_and_in_the_language_of_the_reader(swimming: Swimming) -> None:
    async with swimming.store.writing() as writing:
        card = await writing.get(ConsultationCard, swimming.tuesday)
        assert card is not None
        card.position, card.object, card.symbol = 9, {"en": "A wet towel"}, "openmoji-clock"
    async with swimming.store.reading() as reading:
        cards = await queries.cards_of(reading, swimming.id, "cy")
    assert [one.words for one in cards] == ["Dydd Iau", "Dydd Mawrth"]
    assert [one.id for one in cards] == [swimming.thursday, swimming.tuesday]
    assert (cards[1].object, cards[1].symbol, cards[0].object) == ("A wet towel", "openmoji-clock", "Tywel")


async def test_easy_read_lines_keep_the_symbol_or_the_words_alone(swimming: Swimming) -> None:
    async with swimming.store.writing() as writing:
        row = ConsultationAdaptation(
            consultation_id=swimming.id,
            kind=Adaptation.EASY,
            words={},
            lines=json.dumps(
                {"en": [["openmoji-bus", "We go by bus."], [str(swimming.id), "A photograph that went."]]}
            ),
            days="",
            written_by=swimming.person("Mair Elis"),
            written_at=swimming.forums.town.clock.at,
        )
        writing.add(row)
    async with swimming.store.reading() as reading:
        ways = await queries.ways_of(reading, swimming.id, "cy")
    assert [way.kind for way in ways] == sorted((way.kind for way in ways), key=list(Adaptation).index)
    (easy,) = (way for way in ways if way.kind is Adaptation.EASY)
    assert [(row.words, row.symbol, row.photograph) for row in easy.easy] == [
        ("We go by bus.", "openmoji-bus", None),
        ("A photograph that went.", None, None),
    ]


async def test_a_photograph_of_another_consultation_is_not_there(swimming: Swimming) -> None:
    async with swimming.store.reading() as reading:
        with pytest.raises(NotFound):
            await queries.photograph(reading, swimming.id, swimming.tuesday, "en")


def test_three_faces_are_the_same_faces_as_those_of_five() -> None:
    """One key is one face everywhere, the happiest first."""
    assert [face.key for face in rules.faces_of(5)] == ["face-1", "face-2", "face-3", "face-4", "face-5"]
    assert [face.key for face in rules.faces_of(3)] == ["face-2", "face-3", "face-4"]
    assert set(rules.faces_of(None)) < set(rules.faces_of(5))
    with pytest.raises(NotValid):
        rules.faces_of(4)
