"""The witness's part: sign the newest head of a log, once it is sure that the log only grew since the last time.

Nothing secret is in a witness's hands. Whoever has two heads of one log, both signed and neither going on from the
other, has the proof that the server lied.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from govern.ballots.duties.folder import Folder, file_name, write_whole
from govern.ballots.duties.meeting import begin
from govern.ballots.duties.speaking import Voice
from govern.ballots.seal import cosigning
from govern.ballots.seal.duties import Duty
from govern.errors import NotValid
from govern.sentences import Sentence


def sign(
    voice: Voice,
    folder: Folder,
    pack: Path,
    to: Path,
    at: datetime,
    *,
    words: str | None,
    after_restore: bool = False,
) -> None:
    """What was seen is written down before the signature leaves the machine."""
    key, received, name, seen = begin(voice, folder, Duty.WITNESS, pack, at, words=words, after_restore=after_restore)
    if int(at.timestamp()) < seen.signed:
        raise NotValid(
            "The clock of this machine has gone back since you last signed. Put it right, and start again."
        )
    note = cosigning.cosign(received.note, name, key.seed, at)
    folder.keep_seen(replace(seen, signed=int(at.timestamp())))
    path = to / f"{file_name(name)}.head.txt"
    write_whole(path, note.encode())
    voice.say(
        Sentence("You have signed the newest head of the log, of {n} entries.", n=received.head.size),
        Sentence("Now send this file to the returning officer: {file}", file=str(path)),
    )
