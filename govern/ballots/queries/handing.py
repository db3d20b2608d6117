"""The papers of a ballot for the booth: everything that they show, in every language, and nobody who votes."""

from __future__ import annotations

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting
from govern.ballots.models import Candidate, Contest, ContestOption, FloorChoice
from govern.ballots.paper.document import PaperDocument, Texts, Wording
from govern.ballots.paper.views import ContestView
from govern.ballots.queries.gathering import Gathered, easy_lines_of, floors, gather, roll_by_style, trials_of
from govern.ballots.queries.members import contest_views
from govern.ballots.queries.picturing import faces_of, photographs_of
from govern.ballots.rules import NO, YES, ContestKind, Stage
from govern.ballots.seal.documents import Level, Manifest
from govern.database import in_language
from govern.documents.photographs import Photograph
from govern.errors import NotFound
from govern.web.face import Face


async def papers_to_hand(
    reading: AsyncSession, ballot_id: UUID, manifest_hash: bytes, faces: dict[str, Face]
) -> tuple[PaperDocument, dict[str, Photograph]]:
    """The document without its photographs, and these by their address. `faces`: the society's, by language.

    Raises NotFound for a ballot that is not open, of another level, or of another manifest.
    """
    found = await gather(reading, ballot_id)
    ballot = found.ballot
    if ballot.stage is not Stage.OPEN or ballot.level is not Level.AGM or ballot.manifest_hash != manifest_hash:
        raise NotFound("There is no paper of that kind here. Go back to the vote and start again.")
    manifest = await casting.manifest_of(reading, ballot_id, manifest_hash)
    document = PaperDocument(
        manifest=manifest.to_bytes(),
        number=ballot.number,
        closes_at=ballot.closes_at,
        wordings={
            code: Wording(in_language(ballot.title, code), face, await _views(reading, found, manifest, code))
            for code, face in faces.items()
        },
        texts=_texts(found),
        small=await _small(reading, found, manifest),
    )
    pictures = (*await photographs_of(reading, ballot_id), *await faces_of(reading, ballot_id))
    return document, {f"ballots/{ballot_id}/photographs/{one.id}": one for one in pictures}


async def _views(reading: AsyncSession, found: Gathered, manifest: Manifest, code: str) -> tuple[ContestView, ...]:
    """The contests that are voted on. Nobody's number in the register goes along, and no rule: papers show none."""
    views = {str(v.id): v for v in contest_views(found, await roll_by_style(reading, found.ballot.id), code)}
    return tuple(
        msgspec.structs.replace(
            views[entry.id],
            counted=(),
            candidates=tuple(msgspec.structs.replace(one, person_id=one.id) for one in views[entry.id].candidates),
        )
        for entry in manifest.contests
    )


async def _small(reading: AsyncSession, found: Gathered, manifest: Manifest) -> dict[str, int]:
    roll = await roll_by_style(reading, found.ballot.id)
    least = floors(found, tuple(style.id for style in manifest.styles))
    return {
        style: roll.get(style, 0)
        for style, floor in least.items()
        if roll.get(style, 0) < floor and await reading.get(FloorChoice, (found.ballot.id, style)) is not None
    }


# --- What the hashes of the manifest are over -----------------------------------------------------------------------


def texts_of_contest(contest: Contest) -> Texts:
    """The wording of a question in all its languages and formats."""
    easy = {
        language: [[line.picture, line.words] for line in lines] for language, lines in easy_lines_of(contest).items()
    }
    return [contest.title, contest.question, contest.full_text, contest.easy_title, easy]


def texts_of_candidate(candidate: Candidate) -> Texts:
    return [candidate.name, candidate.statement]


def texts_of_option(option: ContestOption) -> Texts:
    """One thing to choose. Without photograph and trials it is what it always was."""
    tried = [[one.who, one.on.isoformat(), one.found] for one in trials_of(option)]
    return [option.title, option.words, option.picture, option.picture_alt, *([tried] if tried else [])]


def _texts(found: Gathered) -> dict[str, Texts]:
    texts: dict[str, Texts] = {}
    for contest, candidates in found.contests:
        texts[str(contest.id)] = texts_of_contest(contest)
        if contest.kind is ContestKind.RESOLUTION:
            options: dict[str, Texts] = {YES: [contest.yes_means], NO: [contest.no_means]}
        elif contest.kind is ContestKind.OPTION:
            options = {str(one.id): texts_of_option(one) for one in found.options[contest.id]}
        else:
            options = {str(one.id): texts_of_candidate(one) for one in candidates}
        texts |= {f"{contest.id}/{option}": text for option, text in options.items()}
    return texts
