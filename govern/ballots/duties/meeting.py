"""What every duty does first with a pack: find oneself in it, say which ballot, compare the fingerprint, see that the
log only grew."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from govern.ballots.duties.folder import Folder, Key, Seen
from govern.ballots.duties.received import Received, check_continues, receive, seen_now, warnings
from govern.ballots.duties.refusing import Stop
from govern.ballots.duties.speaking import Voice
from govern.ballots.seal.duties import Duty
from govern.ballots.seal.fingerprint import NotAFingerprint, fingerprint, read_fingerprint
from govern.errors import NotValid
from govern.sentences import Sentence

NOT_YOURS = {
    Duty.TRUSTEE: Sentence(
        "You are no scrutineer of this ballot. Look whether the folder and the pack are the right ones."
    ),
    Duty.MIXER: Sentence("You are no mixer of this ballot. Look whether the folder and the pack are the right ones."),
    Duty.WITNESS: Sentence(
        "You are no witness of this ballot. Look whether the folder and the pack are the right ones."
    ),
}


def begin(
    voice: Voice,
    folder: Folder,
    duty: Duty,
    pack: Path,
    at: datetime,
    *,
    words: str | None,
    after_restore: bool,
) -> tuple[Key, Received, str, Seen]:
    """One's key, the pack, one's name in the ballot, and what is to be remembered once the rest is done too.

    Scrutineers compare the fingerprint each time. Raises NotValid for somebody whom the ballot does not name for this
    duty, and what `receive` and `look_at` raise.
    """
    key = folder.key(duty)
    received = receive(pack, folder)
    manifest = received.manifest
    names = {
        Duty.TRUSTEE: {one.signing_key: one.name for one in manifest.trustees},
        Duty.MIXER: {one.key: one.name for one in manifest.mixers},
        Duty.WITNESS: {one.key: one.name for one in manifest.witnesses},
    }[duty]
    if key.public not in names:
        raise NotValid(NOT_YOURS[duty])
    always = duty is Duty.TRUSTEE
    seen = look_at(voice, folder, received, at, words=words, always=always, after_restore=after_restore)
    return key, received, names[key.public], seen


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
