"""`office/returns/…/democracy`: the yearly report on democracy, with pictures beside its tables, in easy words, and
as a paper of both."""

from typing import Annotated

from litestar import Response, get
from litestar.params import Parameter
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.documents import Block, Document, EasyRow, Facts, Form, Heading, Paragraph, Picture, labels_in, tabled
from govern.documents import symbols as drawings
from govern.documents.pictures import Caption, turnout_bars
from govern.identity.rules import day_of
from govern.languages import Language
from govern.minutes.book.pages.files import as_pdf
from govern.minutes.returns.queries import democracy as queries
from govern.minutes.returns.queries import figures as years
from govern.minutes.returns.queries.democracy import Report
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding
from govern.web.page import page

LOOKER = holding(Permission.OFFICE_SEE)
AT = "/office/returns/{ends_on:str}/democracy"
Easy = Annotated[bool, Parameter(query="easy")]
TITLE = Sentence("Report on democracy")


@get(AT, name="returns.democracy", guards=[LOOKER])
async def shown(
    request: AnyRequest, reading: AsyncSession, door: Door, ends_on: str, easy: Easy = False
) -> Response[str]:
    year = await years.year(reading, ends_on, day_of(door.at))
    found = await queries.report(reading, year, door.language)
    return page(
        request,
        "returns/democracy_easy.html" if easy else "returns/democracy.html",
        section="office",
        report=found,
        pictures={key: _picture(found, key) for key in found.drawn},
        small=small_numbers(found.floor),
    )


def _picture(found: Report, key: str) -> Markup | None:
    """The picture of one table, which says the same; where there is nothing to draw there is none."""
    drawn = found.drawn.get(key)
    if drawn is None or not drawn.bars:
        return None
    caption = Caption(drawn.title, "; ".join(f"{bar.name}, {bar.line}" for bar in drawn.bars))
    return turnout_bars(drawn.bars, caption=caption, prefix=key)


@get(f"{AT}.pdf", name="returns.democracy_pdf", guards=[LOOKER])
async def paper(reading: AsyncSession, door: Door, ends_on: str, easy: Easy = False) -> Response[bytes]:
    year = await years.year(reading, ends_on, day_of(door.at))
    found = await queries.report(reading, year, door.language)
    end = (await record.last_hash(reading)).hex()
    document = _document(found, door, end, easy=easy)
    return await as_pdf(document)


def _document(found: Report, door: Door, end: str, *, easy: bool) -> Document:
    say, today = door.language.say, day_of(door.at)
    form = Form.EASY_READ if easy else Form.STANDARD
    return Document(
        title=say(TITLE),
        language=door.language.code,
        society_name=found.society,
        society_number=found.society_number,
        number=f"D-{found.year.last.isoformat()}" + ("-easy" if easy else ""),
        made_on=today,
        audit_hash=end,
        rules_version=found.rules_version,
        labels=labels_in(door.language, made_on=today, form=form),
        blocks=tuple(_easy_blocks(found, door.language) if easy else _blocks(found, door.language)),
    )


def _easy_blocks(found: Report, language: Language) -> list[Block]:
    return [
        EasyRow(language.say(words), drawings.drawing(f"openmoji-{symbol}").decode()) for words, symbol in found.easy
    ]


def _blocks(found: Report, language: Language) -> list[Block]:
    say = language.say
    years_ = f"{language.day(found.year.first)} – {language.day(found.year.last)}"
    blocks: list[Block] = [Facts(((say(Sentence("Year")), years_),)), Paragraph(say(small_numbers(found.floor)))]
    for section in found.sections:
        blocks.append(Heading(section.title))
        if (picture := _picture(found, section.key)) is not None:
            drawn = found.drawn[section.key]
            blocks += [Picture(str(picture), drawn.title), Paragraph(drawn.a_bar_is)]
        numeric = frozenset() if section.key == "caps" else frozenset(range(1, len(section.header)))
        told = tabled(section.title, section.header, tuple(row.cells for row in section.rows), numeric)
        blocks += told[1:] if isinstance(told[0], Heading) else told
    return blocks


def small_numbers(floor: int) -> Sentence:
    return Sentence(
        "Numbers of fewer than {floor} people are kept back: they could tell of somebody. Forums for certain people "
        "only are left out.",
        floor=floor,
    )


HANDLERS = [shown, paper]
