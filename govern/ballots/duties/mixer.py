"""The mixer's part: shuffle all sealed slips under fresh covers and prove it, so that no order leads back to a voter.

Everything before it is checked first. What was drawn is forgotten, so a mix is made once: asked the same again, the
tool gives the same file.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from govern.ballots.duties.checking import Checked, check_whole
from govern.ballots.duties.cores import each
from govern.ballots.duties.folder import Folder, Key, file_name, write_whole
from govern.ballots.duties.meeting import begin
from govern.ballots.duties.received import Received
from govern.ballots.duties.speaking import Voice
from govern.ballots.seal import bundle, ceremony
from govern.ballots.seal.ceremony import Pair
from govern.ballots.seal.duties import Duty
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.manifest import Manifest
from govern.ballots.seal.proof_documents import Mix
from govern.errors import AlreadyDone, NotValid
from govern.sentences import Sentence

Task = tuple[Manifest, Pair, int, str, tuple[Ciphertext, ...], bytes]


def mix(
    voice: Voice,
    folder: Folder,
    pack: Path,
    to: Path,
    at: datetime,
    *,
    words: str | None,
    after_restore: bool = False,
) -> None:
    """Writes a pack with the next stage of the mixing, or says why not."""
    key, received, name, seen = begin(voice, folder, Duty.MIXER, pack, at, words=words, after_restore=after_restore)
    voice.say(
        Sentence("Every envelope, the choice of those that count and every mix so far are now checked. Please wait.")
    )
    checked = check_whole(received)
    if name in checked.mixers:
        raise AlreadyDone("You have mixed this ballot already. The next to mix is somebody else.")
    stage = len(checked.mixers) + 1
    voice.say(
        Sentence("All of it is as it should be."),
        Sentence("Sealed slips that count: {n}", n=checked.slips()),
        Sentence("Mixers before you: {n}", n=stage - 1),
    )
    folder.keep_seen(seen)
    if not checked.inputs:
        voice.say(Sentence("Nobody voted with an envelope, so there is nothing to mix."))
        return
    content = folder.answer(received.manifest, checked.question())
    if content is None:
        content = bundle.pack(_mixed(voice, received, checked, key, name, stage))
        folder.keep_answer(received.manifest, checked.question(), content)
    else:
        voice.say(Sentence("You have mixed these already. Here is the same file again."))
    path = to / f"{file_name(name)}.mix-{stage}.zip"
    write_whole(path, content)
    voice.say(
        Sentence("You have mixed, and the proof is in the file. What you drew is forgotten."),
        Sentence("Now send this file to the returning officer: {file}", file=str(path)),
    )


def _mixed(voice: Voice, received: Received, checked: Checked, key: Key, name: str, stage: int) -> dict[str, bytes]:
    """Each contest and style by itself, on all cores."""
    manifest, files = received.manifest, dict[str, bytes]()
    todo = [(manifest, pair, stage, name, found, key.seed) for pair, found in checked.outputs.items()]
    for done, one in enumerate(each(_mix_one, todo, checked.slips()), 1):
        files[ceremony.mix_name(manifest, (one.contest, one.style), stage)] = one.to_bytes()
        voice.say(Sentence("Mixed {done} of {all}.", done=done, all=len(todo)))
    return files


def _mix_one(task: Task) -> Mix:
    """Shuffled, proved, the proof checked (`ceremony.mix`), and read again as others will read it."""
    made = ceremony.mix(*task)
    again = Mix.from_bytes(made.to_bytes())
    if again != made:
        raise NotValid("The mix could not be read back, so it was thrown away. Try another machine.")
    return made
