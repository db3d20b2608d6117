"""The scrutineer's part: check and accept a share, keep it, and help to open the ballot once it is mixed.

A share never leaves its holder. What is opened are the outputs of the last mix and nothing else: no envelope, nothing
that fewer than two mixers have shuffled, and never two different choices of envelopes of one ballot, since whoever
compares the two could learn a single vote.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from govern.ballots.duties.cards import words_given
from govern.ballots.duties.checking import LEAST_MIXERS, Checked, check_whole, hash_of_lists
from govern.ballots.duties.cores import each
from govern.ballots.duties.folder import Folder, Key, Share, file_name, read_small, write_whole
from govern.ballots.duties.meeting import begin
from govern.ballots.duties.received import Received
from govern.ballots.duties.refusing import Stop, found_wrong
from govern.ballots.duties.speaking import Voice
from govern.ballots.seal import bundle, ceremony, group, share_words, sharing
from govern.ballots.seal.ceremony import Pair
from govern.ballots.seal.duties import Acceptance, Duty, KeyShares
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.fingerprint import fingerprint
from govern.ballots.seal.group import Scalar
from govern.ballots.seal.manifest import Manifest, Trustee
from govern.ballots.seal.proof_documents import Partial
from govern.ballots.seal.sharing import WrongShare
from govern.errors import NotValid
from govern.sentences import Sentence

QUESTION = Sentence("Type the 33 words of your share, as many on a line as you like. An empty line ends.")

# --- Before voting opens --------------------------------------------------------------------------------------------


def accept(
    voice: Voice, folder: Folder, key_shares: Path, to: Path, *, share: str | None, instead: bool = False
) -> None:
    """Check one's own share against the published commitments, keep it, and sign that it fits."""
    key = folder.key(Duty.TRUSTEE)
    content = read_small(key_shares)
    with found_wrong():
        shares = KeyShares.from_bytes(content)
    folder.check_rehearsal(shares.origin)
    me = next((one for one in shares.trustees if one.signing_key == key.public), None)
    if me is None:
        raise NotValid("You have no share in this key. Look whether your own card was used, and the right folder.")
    voice.say(
        Sentence("The key of the ballot {origin}", origin=shares.origin),
        Sentence("Its twelve words: {words}", words=" ".join(fingerprint(shares.hash()))),
        Sentence("Compare them with what the dealer read aloud. If they differ, stop here and tell everybody."),
        Sentence("Scrutineers: {all}. Needed to open the ballot: {n}", all=len(shares.trustees), n=shares.threshold),
        Sentence("Your number: {number}", number=me.number),
    )
    _check_one_key(folder, shares, instead=instead)
    kept = folder.share(shares.origin)
    if kept is not None and kept.shares == shares and share is None:
        value = kept.value
        voice.say(Sentence("Your share is here already. Here is its acceptance again."))
    else:
        value = share_words.read_words(words_given(voice, share, QUESTION))
    _check_share(shares, me, key, value)
    accepted = Acceptance.made(shares, me.number, value, key.seed)
    folder.keep_share(Share(shares, me.number, value))
    path = to / f"{file_name(me.name)}.acceptance.json"
    write_whole(path, accepted.to_bytes())
    voice.say(
        Sentence("Your share fits the key. It is kept in the folder {folder}.", folder=str(folder.path)),
        Sentence("Keep the paper too, in another place. If the machine is lost, the paper is enough for the share."),
        Sentence("Now send this file to the returning officer: {file}", file=str(path)),
    )


def _check_one_key(folder: Folder, shares: KeyShares, *, instead: bool) -> None:
    """Raises Stop for a second key of the same ballot, unless everybody agreed to deal again before it was frozen."""
    kept = folder.share(shares.origin)
    if kept is None or kept.shares == shares:
        return
    if folder.seen(shares.origin) is not None or not instead:
        raise Stop(
            "You have accepted another key for this ballot. If all agreed to deal again, start again with "
            "--instead-of-earlier. Once the ballot is open there is no other key."
        )


def _check_share(shares: KeyShares, me: Trustee, key: Key, value: Scalar) -> None:
    """Raises NotValid for the wrong paper, and Stop for a share that fits nobody: then the dealer lied or erred."""
    try:
        sharing.check_share(shares.commitments, me.number, value)
        return
    except WrongShare as refusal:
        wrong = refusal
    if group.scalar_to_bytes(value) == key.seed:
        raise NotValid("These are the words of your key, not those of your share. Take the other paper.")
    whose = next((one for one in shares.trustees if group.base_times(value) == one.share_key), None)
    if whose is not None:
        raise NotValid("This is the share of {name}, not yours. Give the paper back, and tell them.", name=whose.name)
    raise Stop(wrong.message)


# --- After the mixing -----------------------------------------------------------------------------------------------


def open_(
    voice: Voice,
    folder: Folder,
    pack: Path,
    to: Path,
    at: datetime,
    *,
    words: str | None,
    share: str | None,
    after_restore: bool = False,
) -> None:
    """Check everything, then write a pack with one's own part of opening every slip of the last mix."""
    key, received, _, seen = begin(voice, folder, Duty.TRUSTEE, pack, at, words=words, after_restore=after_restore)
    manifest = received.manifest
    me = next(one for one in manifest.trustees if one.signing_key == key.public)
    voice.say(Sentence("Every envelope, the choice of those that count and every mix are now checked. Please wait."))
    checked = check_whole(received)
    _check_ripe(received, checked)
    asked = hash_of_lists(checked.inputs)
    if seen.opened not in (None, asked):
        raise Stop(
            "You have opened this ballot before, with other envelopes in it. Whoever compares the two could learn a "
            "single vote. Do not open it again."
        )
    voice.say(
        Sentence("All of it is as it should be."),
        Sentence("Sealed slips that count: {n}", n=checked.slips()),
        Sentence("Mixed by: {names}", names=checked.mixers),
    )
    value = _own_share(voice, folder, manifest, me, share)
    if not checked.outputs:
        folder.keep_seen(seen)
        voice.say(Sentence("Nobody voted with an envelope, so there is nothing to open."))
        return
    folder.keep_seen(replace(seen, opened=asked))
    content = folder.answer(manifest, checked.question())
    if content is None:
        content = bundle.pack(_parts(manifest, checked, me.number, value, key.seed))
        folder.keep_answer(manifest, checked.question(), content)
    path = to / f"{file_name(me.name)}.partial.zip"
    write_whole(path, content)
    voice.say(
        Sentence("Your part is done. By itself it opens nothing. Scrutineers needed: {n}", n=manifest.threshold),
        Sentence("Now send this file to the returning officer: {file}", file=str(path)),
        Sentence("Keep your share until the time for questioning the result is over. Then destroy it."),
    )


def _check_ripe(received: Received, checked: Checked) -> None:
    """Raises Stop before enough have mixed and witnessed (threat T16)."""
    if checked.inputs and len(checked.mixers) < LEAST_MIXERS:
        raise Stop(
            Sentence(
                "{n} mixer has mixed. Nothing is opened before two have.",
                "{n} mixers have mixed. Nothing is opened before two have.",
                len(checked.mixers),
                n=len(checked.mixers),
            )
        )
    with found_wrong():
        signed = received.witnesses()
    if len(signed) < max(1, received.manifest.witness_quorum):
        raise Stop(
            "Too few witnesses have signed the end of the log: {n}, and {needed} are needed. Nothing is opened.",
            n=len(signed),
            needed=max(1, received.manifest.witness_quorum),
        )


def _own_share(voice: Voice, folder: Folder, manifest: Manifest, me: Trustee, given: str | None) -> Scalar:
    """The share that is kept, or the one from paper on a machine that has none. It must fit the ballot's key."""
    kept = folder.share(manifest.log_origin)
    if kept is not None and kept.shares.commitments != manifest.feldman:
        raise Stop("This ballot has another key than the one that you accepted.")
    if kept is not None and given is None:
        value = kept.value
    else:
        value = share_words.read_words(words_given(voice, given, QUESTION))
    try:
        sharing.check_share(manifest.feldman, me.number, value)
    except WrongShare:
        raise NotValid(
            "These words are not your share of the key of this ballot. Look for the right paper."
        ) from None
    return value


def _parts(manifest: Manifest, checked: Checked, number: int, value: Scalar, seed: bytes) -> dict[str, bytes]:
    """Each contest and style on a core of its own, as far as there are some."""
    todo = [(manifest, pair, outputs, number, value, seed) for pair, outputs in checked.outputs.items()]
    return {
        ceremony.partial_name(manifest, (part.contest, part.style), number): part.to_bytes()
        for part in each(_part_of_one, todo, checked.slips())
    }


def _part_of_one(task: tuple[Manifest, Pair, tuple[Ciphertext, ...], int, Scalar, bytes]) -> Partial:
    """Opened in part, signed, and checked as others will check it."""
    manifest, _, outputs, *_ = task
    part = ceremony.open_part(*task)
    ceremony.check_part(manifest, part, outputs)
    return part
