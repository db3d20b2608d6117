"""What every duty does first with a pack: say which ballot, compare the fingerprint, see that the log only grew."""

from __future__ import annotations

from datetime import datetime

from govern.ballots.duties.folder import Folder, Seen
from govern.ballots.duties.received import Received, check_continues, seen_now, warnings
from govern.ballots.duties.refusing import Stop
from govern.ballots.duties.speaking import Voice
from govern.ballots.seal.fingerprint import NotAFingerprint, fingerprint, read_fingerprint
from govern.sentences import Sentence


def look_at(
    voice: Voice,
    folder: Folder,
    received: Received,
    at: datetime,
    *,
    words: str | None,
    always: bool = False,
    after_restore: bool = False,
) -> Seen:
    """What is to be remembered, once the rest is done too. `always`: the fingerprint is asked for each time.

    Raises Stop where the notice has another fingerprint, and where the log does not go on from what was seen.
    """
    manifest = received.manifest
    voice.say(
        Sentence("The ballot: {title}", title=manifest.title),
        Sentence("The society: {name}", name=manifest.society),
        Sentence("Its log: {origin}", origin=received.origin),
        Sentence("Entries in the log now: {n}", n=received.head.size),
    )
    seen = folder.seen(received.origin)
    if seen is not None:
        if check_continues(received, seen, after_restore=after_restore):
            voice.say(Sentence("This tool has seen the log before, and it only grew. That is as it should be."))
        else:
            kept = folder.keep_lost(seen)
            voice.say(
                Sentence(
                    "You go on after a restore. What this tool saw before is kept as proof: {file}", file=str(kept)
                )
            )
    if always or words is not None or seen is None:
        _compare(voice, fingerprint(manifest.hash()), words)
    voice.say(*warnings(received, seen, at))
    return seen_now(received, seen)


def _compare(voice: Voice, right: tuple[str, ...], words: str | None) -> None:
    """Typed from the notice, not from the screen: so it is shown only afterwards."""
    while True:
        typed = words or voice.ask(Sentence("Type the twelve words of the fingerprint, from the notice of the vote:"))
        try:
            found = read_fingerprint(typed)
            break
        except NotAFingerprint as refusal:
            if words:
                raise
            voice.say(refusal.message)
    voice.say(
        Sentence("The fingerprint of this pack: {words}", words=" ".join(right)),
        Sentence("The fingerprint you gave: {words}", words=" ".join(found)),
    )
    if found != right:
        raise Stop("The two fingerprints are not the same. This pack is not of the ballot in the notice.")
    voice.say(Sentence("They are the same. That is as it should be."))
