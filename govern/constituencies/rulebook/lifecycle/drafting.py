"""A draft of the rules: begun from what there is, edited, proposed, and confirmed by somebody else or sent back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import rules
from govern.constituencies.rulebook.book import LARGEST_TEXT, Rulebook, load, with_society
from govern.constituencies.rulebook.lifecycle.adopting import Facts, keep_version, newest
from govern.constituencies.rulebook.models import RulebookDraft, RulebookVersion
from govern.constituencies.rulebook.rules import Affected, DraftStage, DraftStep, Proposal
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.identity.rules import day_of


async def start(writing: AsyncSession, title: str, text: str, origin: str, *, by: UUID | None, at: datetime) -> UUID:
    """Begin a draft with a text, which need not be right yet. `origin` is a word: in_force, example or file."""
    last = await _newest(writing)
    draft = RulebookDraft(
        id=uuid4(),
        stage=DraftStage.DRAFT,
        title=title,
        text=_clean(text),
        based_on=last.id,
        started_by=by,
        started_at=at,
        edited_by=by,
        edited_at=at,
    )
    writing.add(draft)
    await writing.flush()
    await _note(writing, draft, "started", {"origin": origin, "based_on": last.number}, by=by, at=at)
    return draft.id


async def edit(writing: AsyncSession, draft_id: UUID, text: str, seen: str, *, by: UUID | None, at: datetime) -> None:
    """Keep another text, right or not. `seen` is the fingerprint of the text the officer began to change.

    Raises `AlreadyDone` where somebody else changed it in the meantime, so that nobody's work is lost.
    """
    draft = await locked(writing, RulebookDraft, draft_id)
    draft.stage = rules.after(draft.stage, DraftStep.EDIT)
    if seen != rules.fingerprint_of(draft.text):
        raise AlreadyDone(
            "Somebody else changed this draft in the meantime. What you typed is still here: copy it, "
            "open the draft again, and put your changes in.",
            field="text",
        )
    draft.text, draft.edited_by, draft.edited_at = _clean(text), by, at
    await _note(writing, draft, "edited", {"fingerprint": rules.fingerprint_of(draft.text)}, by=by, at=at)


async def follow_newest(writing: AsyncSession, draft_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """A draft that others overtook was compared with the newest rules, and follows them from now on."""
    draft = await locked(writing, RulebookDraft, draft_id)
    draft.stage = rules.after(draft.stage, DraftStep.EDIT)
    last = await _newest(writing)
    if draft.based_on == last.id:
        raise AlreadyDone("This draft follows the newest rules already.")
    draft.based_on = last.id
    await _note(writing, draft, "followed", {"based_on": last.number}, by=by, at=at)


async def propose(
    writing: AsyncSession,
    draft_id: UUID,
    proposal: Proposal,
    affected: Sequence[Affected],
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """Ask another officer to confirm. The first day is written into the text, so that text and promise agree.

    `affected` are the seats that do not fit the rules to come; the board's room finds them. Raises `RulebookNotValid`
    with every problem of the text, and what `rules.check_proposal` and `rules.check_transition` raise.
    """
    draft = await locked(writing, RulebookDraft, draft_id)
    draft.stage = rules.after(draft.stage, DraftStep.PROPOSE)
    last = await _newest(writing)
    rules.check_still_newest(draft.based_on, last.id)
    text = with_society(draft.text, {"effective_from": proposal.effective_from})
    coming, present = await _read(text), await _read(last.text)
    rules.check_proposal(proposal, coming, present, last.effective_from, day_of(at))
    rules.check_transition(proposal, tuple(affected))
    draft.text = text
    draft.reason, draft.resolution = proposal.reason, proposal.resolution
    draft.effective_from, draft.changes_registered = proposal.effective_from, proposal.changes_registered
    draft.registered_on = proposal.registered_on if proposal.changes_registered else None
    draft.transition_on = proposal.transition_on if affected else None
    draft.affected = msgspec.json.encode(list(affected)).decode()
    draft.proposed_by, draft.proposed_at, draft.sent_back_reason = by, at, None
    facts: Facts = {"fingerprint": coming.fingerprint(), "effective_from": proposal.effective_from.isoformat()}
    facts |= {"affected": len({person for one in affected for person in one.people})}
    if draft.transition_on is not None:
        facts["transition"] = draft.transition_on.isoformat()
    await _note(writing, draft, "proposed", facts, by=by, at=at)


async def send_back(writing: AsyncSession, draft_id: UUID, reason: str, *, by: UUID, at: datetime) -> None:
    """The second officer does not confirm: the draft can be edited again, with the reason beside it."""
    draft = await locked(writing, RulebookDraft, draft_id)
    draft.stage = rules.after(draft.stage, DraftStep.SEND_BACK)
    rules.may_confirm(draft.proposed_by, by)
    draft.sent_back_reason, draft.decided_by, draft.decided_at = reason, by, at
    await _note(writing, draft, "sent_back", {}, by=by, at=at)


async def confirm(
    writing: AsyncSession, draft_id: UUID, affected: Sequence[Affected], *, by: UUID, at: datetime
) -> UUID:
    """The second officer agrees: the draft becomes version n + 1 and rules from its day. Returns the version's id.

    Looks again at everything that may have changed since it was proposed: the newest rules, its day, and `affected`,
    the seats that do not fit now. Raises `WrongMoment` or `NotValid` where it has to be proposed anew.
    """
    draft = await locked(writing, RulebookDraft, draft_id)
    draft.stage = rules.after(draft.stage, DraftStep.CONFIRM)
    rules.may_confirm(draft.proposed_by, by)
    last = await _newest(writing)
    rules.check_still_newest(draft.based_on, last.id)
    coming, present = await _read(draft.text), await _read(last.text)
    proposal = _proposal_of(draft)
    rules.check_proposal(proposal, coming, present, last.effective_from, day_of(at))
    rules.check_transition(proposal, tuple(affected))
    _check_as_told(draft, affected)
    facts: Facts = {"draft": str(draft.id), "proposed_by": str(draft.proposed_by)}
    draft.version_id = await keep_version(writing, coming, facts, by=by, at=at)
    draft.decided_by, draft.decided_at = by, at
    return draft.version_id


async def withdraw(writing: AsyncSession, draft_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The draft is dropped; it stays readable."""
    draft = await locked(writing, RulebookDraft, draft_id)
    draft.stage = rules.after(draft.stage, DraftStep.WITHDRAW)
    draft.decided_by, draft.decided_at = by, at
    await _note(writing, draft, "withdrawn", {}, by=by, at=at)


def _proposal_of(draft: RulebookDraft) -> Proposal:
    """What was said when it was proposed."""
    if draft.effective_from is None:
        raise NotFound("This draft was never proposed.")
    return Proposal(
        reason=draft.reason or "",
        resolution=draft.resolution or "",
        effective_from=draft.effective_from,
        changes_registered=draft.changes_registered,
        registered_on=draft.registered_on,
        transition_on=draft.transition_on,
    )


def _check_as_told(draft: RulebookDraft, affected: Sequence[Affected]) -> None:
    """Nobody may find out afterwards that their seat does not fit: whoever is affected stood in the proposal."""
    told = {person for one in rules.affected_from(draft.affected) for person in one.people}
    if {person for one in affected for person in one.people} - told:
        raise NotValid(
            "The board has changed since this was proposed: others do not fit these rules now. "
            "Send the draft back, so that it is proposed with their names."
        )


async def _newest(writing: AsyncSession) -> RulebookVersion:
    last = await newest(writing)
    if last is None:
        raise NotFound("This society has no rules yet. An officer adopts them first.")
    return last


async def _read(text: str) -> Rulebook:
    return await asyncio.to_thread(load, text)


def _clean(text: str) -> str:
    """A text as it is kept: LF line ends, one at the end, no byte-order mark. Raises `NotValid` for a whole book."""
    if "\x00" in text:
        raise NotValid("There is a character in this text that cannot be kept. Type the text again.", field="text")
    kept = text.removeprefix("\ufeff").replace("\r\n", "\n").strip("\n") + "\n"
    if len(kept) > LARGEST_TEXT:
        raise NotValid(
            "The text is too long for a rulebook. At most {most} characters are read.",
            field="text",
            most=LARGEST_TEXT,
        )
    return kept


async def _note(
    writing: AsyncSession, draft: RulebookDraft, what: str, facts: Facts, *, by: UUID | None, at: datetime
) -> None:
    await record.add(writing, record.Event(f"rulebook_draft.{what}", f"rulebook_draft:{draft.id}", at, by, facts))
