"""Papers as the service gives them, kept in memory by the manifest's hash; asked for anew when somebody comes in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import httpx
import msgspec

from govern.ballots.paper.document import PaperDocument
from govern.ballots.seal.documents import Manifest
from govern.booth.stay import NoPaper, Stay
from govern.errors import Unavailable

#: Somebody may step down while a vote is open: so often the booth asks who has.
FRESH = timedelta(minutes=1)
MOST_KEPT = 64

#: The address below the service's and the pass -> what the service answers. Raises `Unavailable`.
Fetch = Callable[[str, str], Awaitable[bytes]]


class Known(msgspec.Struct, frozen=True):
    """The papers of one ballot, held against its manifest."""

    document: PaperDocument
    manifest: Manifest
    at: datetime


class Papers:
    """What this process knows; it is gone when the process ends."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._known: dict[tuple[str, bytes], Known] = {}

    async def at_entry(self, short: str, language: str, stay: Stay, at: datetime) -> Known:
        """For whoever comes in with a fresh pass. Raises `NotThisPaper`, and `Unavailable` where none can be had."""
        known = self._known.get((short, stay.manifest_hash))
        if known is not None and at - known.at < FRESH:
            return known
        try:
            address = f"/{language}/{short}/ballots/{stay.ballot_id}/papers-for-booth"
            document = PaperDocument.from_bytes(await self._fetch(address, stay.voting_pass))
        except Unavailable:
            if known is None:
                raise
            return known
        fresh = Known(document, document.checked(stay.ballot_id, stay.manifest_hash), at)
        while len(self._known) >= MOST_KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[short, stay.manifest_hash] = fresh
        return fresh

    async def here(self, short: str, language: str, stay: Stay, at: datetime) -> Known:
        """For whoever is here already: what is known, however old. Raises `NoPaper` after a restart of the booth."""
        known = self._known.get((short, stay.manifest_hash))
        if known is not None:
            return known
        if at >= stay.expires_at:
            raise NoPaper("Your paper here has run out. Your choices are kept. Get a fresh one.", stay.ballot_id)
        return await self.at_entry(short, language, stay, at)


def over_http(service: str) -> Fetch:
    """Asks the service at this origin."""

    async def fetch(address: str, voting_pass: str) -> bytes:
        try:
            async with httpx.AsyncClient(base_url=service, timeout=10) as client:
                answer = await client.get(address, headers={"authorization": f"Bearer {voting_pass}"})
                answer.raise_for_status()
                return answer.content
        except httpx.HTTPError:
            raise Unavailable(
                "The booth cannot get your paper just now. Nothing was sent. Try again in a few minutes."
            ) from None

    return fetch
