"""A key for a duty, made once: the card goes to the others, the words go onto paper, the key stays in its folder."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from govern.ballots.duties.folder import ON_PAPER, REHEARSAL, Folder, Key, file_name, read_small, write_whole
from govern.ballots.duties.speaking import Voice
from govern.ballots.seal import share_words, signing
from govern.ballots.seal.duties import Card, Duty, check_name
from govern.ballots.seal.share_words import NotWords
from govern.errors import AlreadyDone
from govern.sentences import Sentence

MOST_IN_A_PATH = 12
"""Words: a path may have spaces, and the words of a key are many more."""
_NUMBERED = re.compile(r"^\s*\d+[.)]?\s+([A-Za-z]+)\s*$", re.MULTILINE)


def card(voice: Voice, folder: Folder, duty: Duty, name: str | None, to: Path, restore: str | None = None) -> None:
    """Make the key, or find the one that was made; write the card. `restore`: the words of a key that was lost."""
    if folder.has_key():
        key = folder.key(duty)
        if (name is not None and _named(name, folder) != key.name) or restore is not None:
            raise AlreadyDone(
                "There is a key for {name} in this folder already. For another one, name another folder.",
                name=key.name,
            )
        voice.say(Sentence("Your key was made before. It stays as it is, and here is its card again."))
    else:
        key = _made(voice, folder, duty, name, restore)
    path = to / f"{file_name(key.name)}.card.json"
    write_whole(path, Card.made(duty, key.name, key.seed).to_bytes())
    voice.say(
        Sentence("Your key: {name}. It is in the folder {folder}.", name=key.name, folder=str(folder.path)),
        Sentence("Keep that folder. Give it to nobody, and do not send it."),
    )
    on_paper = folder.path / ON_PAPER
    if on_paper.exists():
        voice.say(
            Sentence("Copy the 33 words in {file} onto paper by hand. Then delete that file.", file=str(on_paper)),
            Sentence("If this machine is lost, these words bring your key back. Lock the paper away."),
        )
    voice.say(Sentence("Now send this file to the returning officer: {file}", file=str(path)))
    if duty is Duty.TRUSTEE:
        voice.say(Sentence("Give it to whoever deals the key as well. You will then get a share."))


def _named(name: str, folder: Folder) -> str:
    return f"{name}-{REHEARSAL}" if folder.rehearsal and not name.endswith(f"-{REHEARSAL}") else name


def _made(voice: Voice, folder: Folder, duty: Duty, name: str | None, restore: str | None) -> Key:
    if name is None:
        name = voice.ask(Sentence("What is your name, as it should stand on the result?"))
    name = _named(name, folder)
    check_name(duty, name)
    seed = secrets.token_bytes(signing.SEED) if restore is None else seed_of(voice, restore)
    key = Key(duty, name, seed)
    title = voice.words(Sentence("The key of {name}. Whoever has these words can act in this name.", name=name))
    page = paper([title], share_words.written(seed, secrets.randbits(15))) if restore is None else None
    folder.keep_key(key, page)
    return key


def seed_of(voice: Voice, given: str) -> bytes:
    """The key's seed from its words. Raises NotWords."""
    return share_words.secret_of(
        words_given(voice, given, Sentence("Type the 33 words of your key. An empty line ends."))
    )


def paper(head: list[str], words: tuple[str, ...]) -> bytes:
    """A page to copy: what it is, then one numbered word a line."""
    lines = [*head, "", *(f"{number:2} {word}" for number, word in enumerate(words, 1)), ""]
    return "\n".join(lines).encode()


def words_given(voice: Voice, given: str | None, question: Sentence) -> str:
    """Words out of a file, out of the option itself, or typed until they are on the list."""
    if given:
        return words_in(
            given if len(given.split()) > MOST_IN_A_PATH else read_small(Path(given)).decode("utf-8", "replace")
        )
    while True:
        typed = words_in(voice.ask_lines(question))
        try:
            share_words.secret_of(typed)
        except NotWords as refusal:
            voice.say(refusal.message)
        else:
            return typed


def words_in(text: str) -> str:
    """Only the numbered words where there are any: what else stands on such a page is for its reader."""
    return " ".join(_NUMBERED.findall(text)) or re.sub(r"\d+[.)]?", " ", text)
