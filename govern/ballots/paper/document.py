"""The papers of one ballot as the service hands them to the booth: no voter in it, and held against the manifest.

The booth shows only what the manifest's hash stands for: each wording hashes to what the manifest says, in the order
that it says, and photographs of things to choose are the ones it names. What is left are the society's face and who
stepped down meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from govern.ballots.paper.views import ORDER_SAID, CandidateView, ContestView, PaperView
from govern.ballots.rules import NO, YES, ContestKind
from govern.ballots.rules.params import slip_kind, text_hash
from govern.ballots.rules.secrecy import Guarded, level_in_short
from govern.ballots.rules.telling import small_group
from govern.ballots.seal.canonical import NotCanonical
from govern.ballots.seal.contests import ContestEntry
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.fields import NotThisDocument
from govern.errors import Unavailable
from govern.settings import Rehearsal
from govern.web.face import Face

#: What a wording's hash is over, in its order; the first is what it is called, in each language.
Texts = list[object]


class NotThisPaper(Unavailable):
    """What the service gave is not the paper that the pass names."""


class Picture(msgspec.Struct, frozen=True):
    """A photograph, and its address below the society's."""

    address: str
    kind: str
    content: bytes


class Wording(msgspec.Struct, frozen=True):
    """Everything that is said in one language. `contests` in the order of the manifest, candidates in lot order."""

    title: str
    face: Face
    contests: tuple[ContestView, ...]


class PaperDocument(msgspec.Struct, frozen=True, kw_only=True):
    """`manifest` as its bytes; `texts`: by contest, or contest and option with a slash between, what is hashed.
    `small`: how many people have a style whose group is under the privacy floor and votes all the same."""

    manifest: bytes
    number: str
    closes_at: datetime
    wordings: dict[str, Wording]
    texts: dict[str, Texts]
    small: dict[str, int] = {}
    pictures: tuple[Picture, ...] = ()
    rehearsal: Rehearsal | None = None

    def to_bytes(self) -> bytes:
        return msgspec.json.encode(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> PaperDocument:
        """Raises NotThisPaper."""
        try:
            return msgspec.json.decode(content, type=cls)
        except msgspec.MsgspecError:
            raise _not_this() from None

    def checked(self, ballot_id: UUID, manifest_hash: bytes) -> Manifest:
        """The manifest, once everything shown is what its hash stands for. Raises NotThisPaper."""
        try:
            manifest = Manifest.from_bytes(self.manifest)
        except (NotThisDocument, NotCanonical):
            raise _not_this() from None
        fits = manifest.hash() == manifest_hash and manifest.ballot_id == str(ballot_id) and bool(self.wordings)
        if not fits or not all(self._fits(manifest, wording) for wording in self.wordings.values()):
            raise _not_this()
        return manifest

    def _fits(self, manifest: Manifest, wording: Wording) -> bool:
        if [str(view.id) for view in wording.contests] != [entry.id for entry in manifest.contests]:
            return False
        return all(
            _contest_fits(view, entry, self.texts, {one.address: one.content for one in self.pictures})
            for view, entry in zip(wording.contests, manifest.contests, strict=True)
        )

    def paper(self, manifest: Manifest, language: str, style: str) -> PaperView:
        """The paper of one style, as the service shows it to whoever has that style."""
        wording = self.wordings.get(language) or next(iter(self.wordings.values()))
        by_id = {str(view.id): view for view in wording.contests}
        return PaperView(
            ballot_id=UUID(manifest.ballot_id),
            number=self.number,
            title=wording.title,
            closes_at=self.closes_at,
            contests=tuple(by_id[contest] for contest in manifest.style(style).contests),
            voted=False,
            small_group=small_group(self.small[style]) if style in self.small else None,
            order_said=ORDER_SAID,
            level_said=level_in_short(Guarded.of(manifest)),
        )


def _contest_fits(
    view: ContestView, entry: ContestEntry, texts: Mapping[str, Texts], pictures: Mapping[str, bytes]
) -> bool:
    asked = texts.get(entry.id, [])
    shown = (view.title, view.question, view.full_text, view.easy_title)
    if text_hash(*asked) != entry.text_hash or len(asked) < len(shown):
        return False
    if not all(_is_said(words, text) for words, text in zip(shown, asked, strict=False)):
        return False
    if (slip_kind(view.method), view.at_most, view.seats) != (entry.kind, entry.at_most, entry.seats):
        return False
    options = [texts.get(f"{entry.id}/{option.id}", []) for option in entry.options]
    if [text_hash(*one) for one in options] != [option.text_hash for option in entry.options]:
        return False
    if view.kind is ContestKind.RESOLUTION:
        means = (view.yes_means, view.no_means)
        said = all(_is_said(words, one[0]) for words, one in zip(means, options, strict=True))
        return [option.id for option in entry.options] == [YES, NO] and said
    if [str(one.id) for one in view.candidates] != [option.id for option in entry.options]:
        return False
    return all(
        _option_fits(one, text, option.photograph, pictures)
        for one, text, option in zip(view.candidates, options, entry.options, strict=True)
    )


def _option_fits(one: CandidateView, text: Texts, photograph: bytes | None, pictures: Mapping[str, bytes]) -> bool:
    if len(text) < 2 or not _is_said(one.name, text[0]) or not _is_said(one.statement, text[1]):
        return False
    return photograph is None or sha256(pictures.get(one.picture, b"")).digest() == photograph


def _is_said(words: str, text: object) -> bool:
    """Whether these words are the text, or what it says in one of its languages."""
    return words in text.values() if isinstance(text, dict) and text else words == (text or "")


def _not_this() -> NotThisPaper:
    return NotThisPaper(
        "The paper that we were given is not the one of this vote, so we do not show it. Nothing was sent. "
        "Tell the returning officer, and vote later."
    )
