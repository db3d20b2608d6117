"""From the closed log to the slips: the log is checked, covers come off, slips are mixed and opened.

What counts is a function of the log alone; who voted what is in no step of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import OWN, LogHead, LogLeaf
from govern.ballots.rules import NO_PAPER, Slips
from govern.ballots.seal import box, ceremony, checkpoint, slips, tree
from govern.ballots.seal.ceremony import Pair
from govern.ballots.seal.documents import Cast, Channel, Leaf, Manifest, PaperBatch, Struck, leaf_from_bytes
from govern.ballots.seal.documents import Opened as OpenLeaf
from govern.ballots.seal.group import Scalar
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.ballots.seal.selecting import Selection, Why, select_by, strip
from govern.errors import NotValid


class LogDamaged(NotValid):
    """The leaves of a log do not give its signed head: something was changed outside the service."""


class Opened(msgspec.Struct, frozen=True):
    """What came out of the box: slips by contest and style, how many voted by style, how much was set aside.

    `ways`: how many of those that count were not their owner's own envelope, by channel. `papers`: the handles of
    those whose paper counts, which two tellers have entered. `struck`: those whom the log strikes from the roll.
    """

    size: int
    root: bytes
    slips: dict[tuple[str, str], Slips]
    voted: dict[str, int]
    set_aside: int
    ways: dict[str, int]
    papers: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()


async def log_of(reading: AsyncSession, ballot_id: UUID) -> tuple[list[bytes], str]:
    rows = await reading.stream(
        select(LogLeaf.body)
        .where(LogLeaf.ballot_id == ballot_id)
        .order_by(LogLeaf.place)
        .execution_options(yield_per=5_000)
    )
    bodies = [body async for (body,) in rows]
    note = await reading.scalar(select(LogHead.checkpoint).where(LogHead.ballot_id == ballot_id))
    return bodies, note or ""


class Log(msgspec.Struct, frozen=True):
    """A log that was checked: its leaves and their root."""

    leaves: list[Leaf]
    root: bytes


def checked_log(manifest: Manifest, bodies: list[bytes], note: str) -> Log:
    """The log against its signed head and the manifest it was opened with. Raises LogDamaged."""
    head = checkpoint.verify(note, manifest.log_origin, manifest.log_key)
    frontier = tree.Frontier()
    for body in bodies:
        frontier, _ = frontier.append(tree.leaf_hash(body))
    if (frontier.size, frontier.root) != (head.size, head.root):
        raise LogDamaged("The box was changed from outside, so it must not be counted. Call the scrutineers.")
    leaves = [leaf_from_bytes(body) for body in bodies]
    if not leaves or leaves[0] != OpenLeaf(manifest.hash()):
        raise LogDamaged("The papers are not those that voting was opened with. Do not count. Call the scrutineers.")
    return Log(leaves, head.root)


class Keys(msgspec.Struct, frozen=True):
    """What the server holds of a ballot at the level Everyday: the one share, and its seeds as trustee and mixer."""

    share: Scalar
    trustee: bytes
    mixer: bytes

    def __repr__(self) -> str:
        return "Keys()"


def unseal(
    manifest: Manifest, bodies: list[bytes], note: str, held: Keys, styles: Mapping[str, str]
) -> tuple[Opened, dict[str, bytes]]:
    """At the level Everyday the server is the one mixer and the one trustee: it takes the covers off, mixes, opens.

    Gives what came out, and the signed documents that prove it by their names in the bundle. `styles`: handle ->
    style of those whose paper counts. Raises LogDamaged.
    """
    log = checked_log(manifest, bodies, note)
    leaves = log.leaves
    selection = select_by(manifest, leaves)
    documents: dict[str, bytes] = {}
    found: dict[Pair, ceremony.OpenSlips] = {}
    (mixer,), (trustee,) = manifest.mixers, manifest.trustees
    for pair, inputs in ceremony.inputs_of(manifest, leaves, selection).items():
        mix = ceremony.mix(manifest, pair, 1, mixer.name, inputs, held.mixer)
        part = ceremony.open_part(manifest, pair, mix.outputs, trustee.number, held.share, held.trustee)
        ceremony.check_part(manifest, part, mix.outputs)
        found[pair] = ceremony.opened(manifest, mix.outputs, [part])
        documents[ceremony.mix_name(manifest, pair, 1)] = mix.to_bytes()
        documents[ceremony.partial_name(manifest, pair, trustee.number)] = part.to_bytes()
    return _read(manifest, log, selection, found, styles), documents


def assemble(
    manifest: Manifest, bodies: list[bytes], note: str, documents: Mapping[str, bytes], styles: Mapping[str, str]
) -> Opened:
    """At the level AGM what came out follows from what mixers and scrutineers handed in: all of it is checked again
    and put together. Raises LogDamaged and what `check_chain`, `check_part` and `opened` raise."""
    log = checked_log(manifest, bodies, note)
    selection = select_by(manifest, log.leaves)
    mixes = [Mix.from_bytes(content) for name, content in documents.items() if name.startswith("mix/")]
    partials = [Partial.from_bytes(content) for name, content in documents.items() if name.startswith("partial/")]
    last = ceremony.check_chain(manifest, ceremony.inputs_of(manifest, log.leaves, selection), mixes)
    found: dict[Pair, ceremony.OpenSlips] = {}
    for pair, outputs in last.items():
        parts = [part for part in partials if (part.contest, part.style) == pair]
        for part in parts:
            ceremony.check_part(manifest, part, outputs)
        found[pair] = ceremony.opened(manifest, outputs, parts)
    return _read(manifest, log, selection, found, styles)


def _read(
    manifest: Manifest,
    log: Log,
    selection: Selection,
    found: Mapping[Pair, ceremony.OpenSlips],
    styles: Mapping[str, str],
) -> Opened:
    """What the slips say, from envelopes and from paper."""
    there = {(contest, style.id): Slips(style.id, (), 0) for style in manifest.styles for contest in style.contests}
    for pair, slips_of in found.items():
        read = slips.read(manifest.contest(pair[0]), slips_of.slips)
        there[pair] = Slips(pair[1], read.choices, read.spoilt + len(slips_of.unreadable))
    batches = [leaf for leaf in log.leaves if isinstance(leaf, PaperBatch)]
    return with_papers(manifest, _from_envelopes(manifest, log, selection, there), batches, styles)


def with_papers(
    manifest: Manifest, opened: Opened, batches: Sequence[PaperBatch], styles: Mapping[str, str]
) -> Opened:
    """Slips from paper added to those from envelopes: from here nothing tells them apart.

    `styles`: handle -> style of those whose paper counts.
    """
    merged, missing = dict(opened.slips), Counter[str]()
    for batch in batches:
        missing[batch.style] += batch.missing
        for part in batch.slips:
            pair = part.contest, batch.style
            more, there = slips.read(manifest.contest(part.contest), part.slips), merged[pair]
            choices = Counter(dict(there.choices)) + Counter(dict(more.choices))
            merged[pair] = Slips(pair[1], tuple(sorted(choices.items())), there.spoilt + more.spoilt + part.spoilt)
    voted = dict(opened.voted)
    for style, number in Counter(styles.values()).items():
        voted[style] += number - missing[style]
    ways = dict(opened.ways)
    if empty := missing.total():
        ways |= {Channel.PAPER.value: ways[Channel.PAPER.value] - empty, NO_PAPER: empty}
    return msgspec.structs.replace(opened, slips=merged, voted=voted, ways=ways)


def _from_envelopes(manifest: Manifest, log: Log, selection: Selection, found: dict[Pair, Slips]) -> Opened:
    """Before papers are added, which `papers` names all the same."""
    return Opened(
        size=len(log.leaves),
        root=log.root,
        slips=found,
        voted=_voted(manifest, log.leaves, selection),
        set_aside=_set_aside(selection),
        ways=_ways(selection),
        papers=tuple(entry.handle for entry in selection.papers()),
        struck=struck_in(log.leaves),
    )


def struck_in(leaves: list[Leaf]) -> tuple[str, ...]:
    """The handles that the log strikes."""
    return tuple(sorted({leaf.handle for leaf in leaves if isinstance(leaf, Struck)}))


def open_box(manifest: Manifest, bodies: list[bytes], note: str, private: bytes) -> Opened:
    """Check the log against its signed head, select, take the covers off, and open each contest's slips together.

    Slips come out sorted and counted: nothing ties one to an envelope. Raises LogDamaged.
    """
    log = checked_log(manifest, bodies, note)
    leaves = log.leaves
    selection = select_by(manifest, leaves)
    found = {}
    for (contest, style), boxes in strip(manifest, leaves, selection).items():
        opened = box.open_all(private, boxes)
        papers = slips.read(manifest.contest(contest), opened.slips)
        found[contest, style] = Slips(style, papers.choices, papers.spoilt + opened.unopened)
    return _from_envelopes(manifest, log, selection, found)


def _set_aside(selection: Selection) -> int:
    """Envelopes that do not count for another reason than a later vote by the same voter."""
    return sum(entry.why is not Why.REPLACED for entry in selection.displaced)


def _ways(selection: Selection) -> dict[str, int]:
    return dict(Counter(entry.channel.value for entry in selection.counted if entry.channel.value not in OWN))


def _voted(manifest: Manifest, leaves: list[Leaf], selection: Selection) -> dict[str, int]:
    """Style -> how many voted with an envelope; a paper shared by two is one."""
    styles = {}
    for entry in selection.electronic():
        leaf = leaves[entry.index]
        assert isinstance(leaf, Cast)
        styles[entry.handle] = leaf.envelope.sealed.style
    return {style.id: 0 for style in manifest.styles} | Counter(styles.values())
