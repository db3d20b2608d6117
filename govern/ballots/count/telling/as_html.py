"""The result as one page that needs nothing else: no script, no other file. To read, to send, to print.

Who is elected comes first, then the table of votes with a picture of how they moved, then each stage in sentences.
A count with many stages has several tables below one another, so that they fit on paper.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from govern.ballots.count.result import Result
from govern.ballots.count.telling import wording
from govern.ballots.count.telling.as_svg import STYLE, inline
from govern.ballots.count.telling.figures import shown
from govern.ballots.count.telling.grid import Grid, grid
from govern.ballots.count.telling.speaking import Teller, one_line
from govern.sentences import Sentence

STAGES_AT_ONCE = 6

_LOOK = Markup(
    "<style>"
    "body{margin:0 auto;max-width:70rem;padding:1rem;font:1.0625rem/1.5 Verdana,'DejaVu Sans',Arial,sans-serif;"
    "color:#000;background:#fff;overflow-wrap:break-word}"
    "h1,h2,h3{line-height:1.25}"
    ".wide{overflow-x:auto;margin:0 0 1.5rem}"
    "table{border-collapse:collapse}caption{text-align:left;font-weight:700;padding:.5rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .75rem;border-bottom:1px solid #767676}"
    "thead th{border-bottom:2px solid #000}"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "figure{margin:0}figure svg{display:block;height:auto}"
    "@page{margin:15mm}"
    "@media print{body{font-size:9pt;max-width:none;padding:0}.wide{overflow:visible}"
    "table,figure,li{break-inside:avoid}figure svg{max-width:100%}h2,h3{break-after:avoid}"
    "th,td{padding:.2rem .4rem}}"
    "</style>"
)


def as_html(result: Result, teller: Teller, title: str) -> str:
    """The page. Everything that comes from outside is escaped."""
    say = teller.say
    name = one_line(title) or say(Sentence("The count"))
    table = grid(result)
    empty = wording.vacancies(result)
    parts = [
        _tag("h1", name),
        _tag("p", say(wording.method(result.method)) + ". " + _joined(wording.summary(result), teller)),
        _tag("p", _tag("strong", one_line(say(wording.outcome(result))))),
        _tag("p", say(empty)) if empty is not None else Markup(""),
        _fates(table, teller),
        _tag("h2", say(wording.counted(result.method))),
        *_votes(table, teller),
        _figure(result, teller),
        _stages(result, teller),
        _lots(result, teller),
    ]
    body = Markup("\n").join(part for part in parts if part)
    head = Markup(
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{}</title>\n{}{}"
    ).format(f"{name}: {say(wording.method(result.method))}", _LOOK, STYLE)
    page = Markup(
        '<!doctype html>\n<html lang="{}">\n<head>\n{}\n</head>\n<body>\n<main>\n{}\n</main>\n</body>\n</html>\n'
    )
    return str(page.format(teller.code, head, body))


def _fates(table: Grid, teller: Teller) -> Markup:
    say = teller.say
    order = sorted(table.rows, key=lambda row: (row.elected_in is None, row.elected_in or 0))
    rows = [
        _row(
            one_line(row.name),
            [],
            before=[str(row.number)],
            after=[one_line(say(wording.fate(row.entry))), str(row.entry.stage)],
        )
        for row in order
    ]
    heads = [
        _head(say(Sentence("Number")), "n"),
        _head(say(Sentence("Name"))),
        _head(say(Sentence("What became of it"))),
        _head(say(Sentence("Stage"))),
    ]
    return _table(say(Sentence("Who is elected and who is not")), heads, rows)


def _votes(table: Grid, teller: Teller) -> list[Markup]:
    say = teller.say
    tables = []
    for first in range(0, len(table.stages), STAGES_AT_ONCE):
        some = slice(first, first + STAGES_AT_ONCE)
        stages = table.stages[some]
        heads = [_head(say(Sentence("Name"))), *(_head(say(wording.stage_name(stage)), "n") for stage in stages)]
        rows = []
        for row in table.rows:
            cells = [
                "–" if votes is None else shown(votes, table.places) + ("*" if stage == row.elected_in else "")
                for stage, votes in zip(stages, row.votes[some], strict=True)
            ]
            rows.append(_row(f"{row.number} {one_line(row.name)}", cells))
        for name, numbers in ((wording.NO_NEXT, table.lost), (wording.ALL, table.totals)):
            if numbers is not None:
                rows.append(_row(say(name), [shown(votes, table.places) for votes in numbers[some]]))
        caption = say(Sentence("Stage {first} to {last}", first=stages[0], last=stages[-1]))
        tables.append(_table(caption, heads, rows))
    notes = [wording.starred(), *([wording.rounded()] if table.rounded else [])]
    return [*tables, _tag("p", _joined(notes, teller))]


def _figure(result: Result, teller: Teller) -> Markup:
    picture = inline(result, teller)
    if not picture:
        return Markup("")
    said = teller.say(
        Sentence(
            "A heavy frame shows the stage where somebody is elected. Pale bands are votes that stay. "
            "Dark bands are votes that move on."
        )
    )
    label = teller.say(Sentence("How votes moved"))
    return Markup(
        '<figure>\n<div class="wide" tabindex="0" role="region" aria-label="{}">{}</div>\n'
        "<figcaption>{}</figcaption>\n</figure>"
    ).format(label, picture, said)


def _stages(result: Result, teller: Teller) -> Markup:
    say = teller.say
    items = []
    for stage in result.stages:
        heading = f"{say(wording.stage_name(stage.number))}: {one_line(say(wording.stage_title(stage, result)))}"
        items.append(_tag("h3", heading) + _tag("p", _joined(stage.why, teller)))
    return Markup("\n").join([_tag("h2", say(Sentence("The count, stage by stage"))), *items])


def _lots(result: Result, teller: Teller) -> Markup:
    if result.lot_order is None:
        return Markup("")
    names = {candidate.id: candidate.name for candidate in result.candidates}
    return _tag("p", one_line(teller.say(wording.lot_order(tuple(names[name] for name in result.lot_order)))))


def _table(caption: str, heads: Iterable[Markup], rows: Iterable[Markup]) -> Markup:
    return Markup(
        '<div class="wide" tabindex="0" role="region" aria-label="{0}">\n<table>\n<caption>{0}</caption>\n'
        "<thead>\n<tr>{1}</tr>\n</thead>\n<tbody>\n{2}\n</tbody>\n</table>\n</div>"
    ).format(caption, Markup("").join(heads), Markup("\n").join(rows))


def _row(head: str, numbers: Iterable[str], before: Iterable[str] = (), after: Iterable[str] = ()) -> Markup:
    cells = [*(_tag("td", text, "n") for text in before), Markup('<th scope="row">{}</th>').format(head)]
    cells += [_tag("td", text, "n") for text in numbers]
    cells += [_tag("td", text) for text in after]
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _head(text: str, class_: str = "") -> Markup:
    return Markup('<th scope="col"{}>{}</th>').format(Markup(' class="{}"').format(class_) if class_ else "", text)


def _tag(tag: str, content: str, class_: str = "") -> Markup:
    inside = escape(content)
    return Markup(f'<{tag} class="{class_}">{inside}</{tag}>' if class_ else f"<{tag}>{inside}</{tag}>")  # noqa: S704


def _joined(sentences: Iterable[Sentence], teller: Teller) -> str:
    return one_line(" ".join(teller.say(sentence) for sentence in sentences))
