"""What symbols mean here: one symbol has one meaning across the society, whoever uses it and wherever."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import in_language, locked
from govern.documents import symbols
from govern.errors import NotFound, NotValid
from govern.forums.consultations.models import ConsultationAdaptation, ConsultationCard, SymbolMeaning
from govern.record import Event


async def mean(
    writing: AsyncSession, symbol: str, words: dict[str, str], *, by: UUID, at: datetime, field: str = "symbol"
) -> None:
    """This symbol stands for these words from now on, if it stands for nothing else.

    Raises `NotValid` with what it means already, and for a symbol that is not in the sets.
    """
    if not symbols.is_there(symbol):
        raise NotValid("There is no such symbol. Choose another one.", field=field)
    found = await writing.get(SymbolMeaning, symbol)
    if found is None:
        writing.add(SymbolMeaning(symbol=symbol, meaning=dict(words), set_by=by, set_at=at))
        await writing.flush()
        await record.add(writing, Event("symbol.means", f"symbol:{symbol}", at, by))
        return
    if not _same(found.meaning, words):
        raise NotValid(
            "This symbol means “{meaning}” everywhere in this society. Choose another symbol for “{words}”.",
            field=field,
            meaning=in_language(found.meaning, "en"),
            words=in_language(words, "en"),
        )
    missing = {code: text for code, text in words.items() if code not in found.meaning}
    if missing:
        found.meaning = found.meaning | missing


def _same(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether both say the same in a language they share; with none in common, nobody can tell."""
    shared = one.keys() & other.keys()
    return bool(shared) and any(_plain(one[code]) == _plain(other[code]) for code in shared)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


async def means_itself(writing: AsyncSession, symbol: str, *, by: UUID, at: datetime, field: str) -> None:
    """A symbol in a line of Easy Read: it means what it did, or what it is called. Raises `NotValid`."""
    if not symbols.is_there(symbol):
        raise NotValid("There is no such symbol. Choose another one.", field=field)
    if await writing.get(SymbolMeaning, symbol) is None:
        words = {code: symbols.called(symbol, code) for code in ("en", "cy")}
        await mean(writing, symbol, words, by=by, at=at, field=field)


async def reword_meaning(
    writing: AsyncSession, symbol: str, words: dict[str, str], *, by: UUID, at: datetime
) -> None:
    """The same meaning in better words. Raises `NotFound`, `NotValid` while a card stands for something else."""
    found = await _found(writing, symbol)
    if await _on_a_card(writing, symbol) and not _same(found.meaning, words):
        raise NotValid(
            "This symbol stands on a card, which says what it means. One of its languages has to stay as it is.",
            field="words",
        )
    found.meaning, found.set_by, found.set_at = dict(words), by, at
    await record.add(writing, Event("symbol.reworded", f"symbol:{symbol}", at, by))


async def forget_meaning(writing: AsyncSession, symbol: str, *, by: UUID, at: datetime) -> None:
    """It means nothing any more, and may mean something else. Raises `NotFound`, `NotValid` while it is in use."""
    found = await _found(writing, symbol)
    lines = select(exists().where(ConsultationAdaptation.lines.contains(f'"{symbol}"', autoescape=True)))
    if await _on_a_card(writing, symbol) or await writing.scalar(lines):
        raise NotValid("This symbol is in use. People know it by this meaning, so it stays.")
    await writing.delete(found)
    await record.add(writing, Event("symbol.forgotten", f"symbol:{symbol}", at, by))


async def _found(writing: AsyncSession, symbol: str) -> SymbolMeaning:
    if await writing.get(SymbolMeaning, symbol) is None:
        raise NotFound("This symbol means nothing yet. Go back to the list.")
    return await locked(writing, SymbolMeaning, symbol)


async def _on_a_card(writing: AsyncSession, symbol: str) -> bool:
    return bool(await writing.scalar(select(exists().where(ConsultationCard.symbol == symbol))))
