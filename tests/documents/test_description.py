"""A paper kept as text is the same paper again, word for word, and its mark changes with any word."""

from __future__ import annotations

from datetime import date

import msgspec

from govern.documents import Card, Paragraph, Photo, Ticks
from govern.documents.description import described, document_of, mark_of, matter_of
from govern.documents.pdf import pdf
from tests.documents.papers import declaration


def test_a_paper_with_every_part_comes_back_as_it_was() -> None:
    whole = declaration("cy")
    more = (*whole.blocks, Card("Tŷ", Photo(b"\xff\xd8", "image/jpeg")), Ticks("Who?", (("a", "I"),)))
    paper = msgspec.structs.replace(whole, blocks=more)
    back = document_of(described(paper))
    assert back == msgspec.structs.replace(paper, mark=back.mark)
    assert back.mark == mark_of(described(paper)) and len(back.mark) == 64


def test_the_same_description_prints_the_same_bytes() -> None:
    text = described(declaration())
    assert pdf(document_of(text)) == pdf(document_of(text))


def test_one_other_word_gives_another_mark_and_the_own_mark_is_no_part_of_it() -> None:
    paper = declaration()
    other = msgspec.structs.replace(paper, blocks=(*paper.blocks, Paragraph("x")))
    assert mark_of(described(paper)) != mark_of(described(other))
    assert described(paper) == described(msgspec.structs.replace(paper, mark="ab" * 32))


def test_the_matter_is_the_same_with_another_number_day_and_record() -> None:
    paper = declaration()
    labels = msgspec.structs.replace(paper.labels, made_on="2030-01-01")
    later = msgspec.structs.replace(
        paper, number="P-2030-1", audit_hash="ff" * 32, made_on=date(2030, 1, 1), labels=labels
    )
    assert matter_of(paper) == matter_of(later)
    assert matter_of(paper) != matter_of(msgspec.structs.replace(paper, title="Another"))
