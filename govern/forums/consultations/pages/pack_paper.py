"""The printed pack as papers: what is laid on the table, the record sheets, and apart from both who the codes are."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from govern.documents import (
    Blank,
    Block,
    Bullets,
    Card,
    Document,
    Facts,
    Heading,
    Mat,
    Numbered,
    Outcome,
    PageBreak,
    Paragraph,
    Photo,
    Run,
    Table,
    Ticks,
    labels_in,
    photographs,
    symbols,
)
from govern.errors import Unavailable
from govern.forums.consultations import rules
from govern.forums.consultations.pages.boxes import Box, boxes_of
from govern.forums.consultations.queries import CardView, ConsultationView, PhotographView, WayView
from govern.forums.consultations.queries.kitchen import ToAsk
from govern.forums.consultations.rules import (
    ADAPTATION_WORDS,
    PLACES,
    WAYS_OUT,
    YES_NO,
    Adaptation,
    Offered,
    faces_of,
)
from govern.languages import LANGUAGES, Language
from govern.sentences import Sentence
from govern.society import Society
from govern.web.page import STATIC

#: Record sheets in one file: three or four pages each, and a page takes a tenth of a second.
A_FILE = 20


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the papers of one question say, in one language."""

    one: ConsultationView
    cards: tuple[CardView, ...]
    ways: tuple[WayView, ...]
    language: Language
    society: Society
    society_name: str
    asker: str
    made_on: date

    def say(self, words: Sentence) -> str:
        return self.language.say(words)

    @property
    def question(self) -> str:
        """In the language of the paper."""
        asked = self.one.questions
        return asked.get(self.language.code) or self.one.question

    @property
    def title(self) -> str:
        return self.one.titles.get(self.language.code) or self.one.title

    def paper(self, title: str, blocks: Sequence[Block], *, numbered: bool = False) -> Document:
        return Document(
            title=title,
            language=self.language.code,
            society_name=self.society_name,
            number="",
            made_on=self.made_on,
            audit_hash="",
            labels=labels_in(self.language, made_on=self.made_on),
            blocks=tuple(blocks),
            numbered=numbered,
        )


def table_paper(pack: Pack) -> Document:
    """What is laid on the table: the question, cards, the mat, faces, answers; and what else to take."""
    title = pack.say(Sentence("For the table: {title}", title=pack.title))
    return pack.paper(title, [*_before(pack), *_table(pack)])


def sheets_paper(pack: Pack, people: Sequence[ToAsk]) -> Document:
    """A record sheet for each person, with their code and never their name."""
    title = pack.say(Sentence("Record sheets: {title}", title=pack.title))
    blocks: list[Block] = [Paragraph(line) for line in _how(pack)]
    for person in people:
        blocks += _sheet(pack, person)
    return pack.paper(title, blocks)


def one_person_paper(pack: Pack, person: ToAsk) -> Document:
    """The whole pack for one person."""
    title = pack.say(Sentence("Pack for one person: {title}", title=pack.title))
    return pack.paper(title, [*_before(pack), *_table(pack), *_sheet(pack, person)])


def codes_paper(pack: Pack, people: Sequence[ToAsk]) -> Document:
    """Who the codes are: for whoever asks them alone, apart from the sheets, and shredded in the end."""
    rows = tuple((person.name, person.printed, _way_words(pack, person.planned)) for person in people)
    head = tuple(
        pack.say(words) for words in (Sentence("Name"), Sentence("Code"), Sentence("Way that was thought of"))
    )
    warning = pack.say(Sentence("Keep this apart from the record sheets."))
    shred = pack.say(Sentence("Shred it when all sheets are typed in. Nobody else needs it."))
    blocks: list[Block] = [
        Outcome(warning, shred),
        Facts(((pack.say(Sentence("Whose list this is")), pack.asker),)),
        Table(pack.say(Sentence("Codes and names")), head, rows),
    ]
    return pack.paper(pack.say(Sentence("Codes and names: {title}", title=pack.title)), blocks, numbered=True)


def _way_words(pack: Pack, way: Adaptation | None) -> str:
    return pack.say(ADAPTATION_WORDS[way]) if way else ""


# --- Before anybody is asked ----------------------------------------------------------------------------------------


def _before(pack: Pack) -> list[Block]:
    code = pack.language.code
    objects = dict.fromkeys(card.objects.get(code) or card.object for card in pack.cards if card.object)
    take = [
        Sentence("Scissors, to cut the cards out before you go"),
        Sentence("A pen, and a hard board to write on"),
        Sentence("Something that keeps the cards where they lie"),
        Sentence("What the person speaks with: their device, their symbols, their glasses or hearing aids"),
        Sentence("Time: nobody is hurried, and you can come again another day"),
    ]
    steps = [
        Sentence("Read how this person wants to be asked, before you go. It is on their page."),
        Sentence("Ask whether they want to take part. Write down how they showed it. Nothing comes before that."),
        Sentence("Lay the cards in the order that stands on the sheet. Say each word once, without pointing."),
        Sentence("Wait. Write down what they did, then apart from it what you take it to mean."),
        Sentence("If they want to stop, stop. Write down how they showed it, and nothing else."),
        Sentence("Check back with them before it counts: another day is good."),
    ]
    return [
        Heading(pack.say(Sentence("The question"))),
        Paragraph((Run(pack.question, strong=True),)),
        Facts(
            (
                (pack.say(Sentence("What people should know")), _in(pack, pack.one.contexts, pack.one.context)),
                (pack.say(Sentence("What can change")), _in(pack, pack.one.changes, pack.one.can_change)),
                (pack.say(Sentence("Who decides")), _in(pack, pack.one.deciders, pack.one.who_decides)),
                (pack.say(Sentence("Last day of asking")), pack.language.day(pack.one.ask_until)),
            )
        ),
        Heading(pack.say(Sentence("How to ask"))),
        Numbered(tuple(pack.say(step) for step in steps)),
        Heading(pack.say(Sentence("What else to take"))),
        Bullets(
            (
                *(pack.say(Sentence("The thing itself: {thing}", thing=thing)) for thing in objects),
                *(pack.say(one) for one in take),
            )
        ),
    ]


def _in(pack: Pack, texts: dict[str, str], text: str) -> str:
    return texts.get(pack.language.code) or text


# --- What is laid on the table --------------------------------------------------------------------------------------


def _table(pack: Pack) -> list[Block]:
    """Cards two a page, to be cut along their edges; smaller ones four a page."""
    say, kinds = pack.say, {way.kind: way for way in pack.ways}
    blocks: list[Block] = [PageBreak(), Heading(say(Sentence("Question and cards, to cut out"))), Card(pack.question)]
    blocks += [_card(pack, card) for card in pack.cards]
    mat = kinds.get(Adaptation.MAT) or kinds.get(Adaptation.SORTING)
    if mat is not None:
        topic = _in(pack, mat.texts, mat.words) or pack.question
        places = tuple((say(one.words), _drawing(one.picture)) for one in PLACES)
        blocks += [PageBreak(), Heading(say(Sentence("The mat"))), Mat(topic, places)]
    if Adaptation.FACES in kinds:
        blocks += [PageBreak(), Heading(say(Sentence("Faces, to cut out")))]
        blocks += [_small(pack, one) for one in faces_of(kinds[Adaptation.FACES].faces)]
    stop = Offered("stop", Sentence("I want to stop"), "pictures/stop.svg")
    blocks += [PageBreak(), Heading(say(Sentence("Answers that always lie there, to cut out")))]
    blocks += [_small(pack, one) for one in (*YES_NO, *WAYS_OUT, stop)]
    return blocks


def _card(pack: Pack, card: CardView) -> Card:
    code = pack.language.code
    words = card.texts.get(code) or card.words
    thing = (card.objects.get(code) or card.object) if card.objects else ""
    return Card(words, _picture(pack, card.symbol, card.photograph), thing if thing != words else "")


def _small(pack: Pack, one: Offered) -> Card:
    return Card(pack.say(one.words), _drawing(one.picture), small=True)


def _picture(pack: Pack, symbol: str | None, photograph: PhotographView | None) -> str | Photo | None:
    """The photograph where there is one, else the symbol; one that is lost is left out, its words are there."""
    if photograph is not None:
        try:
            return Photo(photographs.content_of(pack.society.uploads(), photograph.photograph), photographs.KIND)
        except Unavailable:
            pass
    return _svg(symbols.drawing(symbol)) if symbol and symbols.is_there(symbol) else None


def _drawing(name: str) -> str:
    return _svg((STATIC / name).read_bytes())


def _svg(drawn: bytes) -> str:
    text = drawn.decode()
    return text[text.index("<svg") :]


# --- The record sheet -----------------------------------------------------------------------------------------------


def _how(pack: Pack) -> list[str]:
    return [
        pack.say(
            Sentence("One sheet for each time you ask. It has a code and no name: write no name of them on it.")
        ),
        pack.say(Sentence("Tick one box in each part. The letters beside the boxes are typed in later.")),
    ]


def _sheet(pack: Pack, person: ToAsk) -> list[Block]:
    say = pack.say
    boxes = {box.name: box for box in boxes_of(pack.one, pack.cards, pack.ways, pack.language)}
    order = _order(pack, person.person_id)
    code = say(Sentence("Code {code}", code=person.printed))
    facts = [(say(Sentence("The way that was thought of")), _way_words(pack, person.planned) or "–")]
    if order:
        facts.append((say(Sentence("The cards lie like this, from the left")), order))
    only_then = say(Sentence("Only if they wanted to stop. Then write nothing below this part."))
    return [
        PageBreak(f"{code}. {pack.title}"),
        Heading(say(Sentence("Record sheet: {title}", title=pack.title))),
        Outcome(code),
        Facts(tuple(facts)),
        Blank(say(Sentence("The day, and who asks"))),
        *(_ticks(boxes[name]) for name in ("assent", "assent_how", "way", "went")),
        _ticks(boxes["stopped_how"], only_then),
        *(_ticks(boxes[name]) for name in ("picked", "given_by")),
        Blank(say(Sentence("What they did: only what you saw and heard")), 3),
        _ticks(boxes["stance"]),
        Blank(say(Sentence("What you take it to mean, in your words")), 2),
        *(_ticks(boxes[name]) for name in ("evidence", "confidence", "knows", "there")),
        Blank(say(Sentence("Who was there, by name"))),
    ]


def _ticks(box: Box, note: str = "") -> Ticks:
    return Ticks(box.question, tuple((one.letter, one.words) for one in box.choices), note)


def _order(pack: Pack, person_id: UUID) -> str:
    """In an order of this person's own, so that no card is the first for everybody; typing in knows it too."""
    code = pack.language.code
    words = {card.id: f"{at} {card.texts.get(code) or card.words}" for at, card in enumerate(pack.cards, start=1)}
    return ", ".join(words[key] for key in rules.lay(tuple(words), person_id, pack.one.id, 0))


def spoken(language: str, spoken_here: Sequence[str]) -> Language | None:
    """The language somebody asked a paper in, where the society has it."""
    return LANGUAGES[language] if language in spoken_here and language in LANGUAGES else None
