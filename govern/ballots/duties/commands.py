"""`govern trustee`, `govern mixer`, `govern witness`: the same words in the service's command line and in the zip.

Exit codes: 0 done; 1 something to put right oneself, and the tool says what; 2 the tool refuses to act, since the
log, the mixes or the key are not what they should be: then the others must be told.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, TypeVar

from govern.ballots.duties import cards, dealing, mixer, trustee, witness
from govern.ballots.duties.folder import Folder
from govern.ballots.duties.refusing import CALL_THE_OTHERS, DONE, PUT_RIGHT, Stop
from govern.ballots.duties.speaking import CODES, Voice, language_of_the_machine
from govern.ballots.seal.duties import Duty
from govern.errors import GovernError
from govern.sentences import Sentence

Parser = TypeVar("Parser", bound=argparse.ArgumentParser)
Step = Callable[[argparse.Namespace, Voice, Folder], None]
OFF = "the machine is off the network: do not ask"
WORDS = "the fingerprint from the notice, in quotes (asked for otherwise)"


class Typed(argparse.ArgumentParser):
    """A word that was typed wrongly is something to put right: exit code 1."""

    def error(self, message: str) -> NoReturn:
        self.exit(PUT_RIGHT, f"{self.prog}: {message}. Try {self.prog} --help.\n")


def add_commands(subparsers: argparse._SubParsersAction[Parser]) -> None:
    of_trustee = _duty(subparsers, Duty.TRUSTEE, "what a scrutineer does with a share of a ballot's key")
    of_mixer = _duty(subparsers, Duty.MIXER, "what a mixer does")
    of_witness = _duty(subparsers, Duty.WITNESS, "what a witness of a ballot's log does")

    dealing_ = of_trustee.add_parser("deal", help="make the key of a ballot in shares, off the network")
    dealing_.add_argument("--origin", required=True, help="the ballot's log, as its page shows it")
    dealing_.add_argument("--needed", required=True, type=int, metavar="K", help="how many open the ballot")
    dealing_.add_argument("cards", nargs="+", type=Path, metavar="CARD", help="one card of each scrutineer")
    dealing_.add_argument("--off-the-network", action="store_true", help=OFF)
    _common(dealing_, Duty.TRUSTEE, _deal)

    accepting = of_trustee.add_parser("accept", help="check your share and sign that it fits")
    accepting.add_argument("key_shares", type=Path, metavar="KEY-SHARES", help="key-shares.json")
    accepting.add_argument(
        "--share", metavar="FILE", help="the file with your 33 words, or the words (asked otherwise)"
    )
    accepting.add_argument("--instead-of-earlier", action="store_true", help="all agreed to deal the key again")
    _common(accepting, Duty.TRUSTEE, _accept)

    opening = of_trustee.add_parser("open", help="help to open a ballot that was mixed")
    opening.add_argument("pack", type=Path, metavar="PACK", help="the pack for scrutineers")
    opening.add_argument("--share", metavar="FILE", help="your 33 words, where this machine does not have your share")
    _with_pack(opening)
    _common(opening, Duty.TRUSTEE, _open)

    mixing = of_mixer.add_parser("mix", help="shuffle the sealed slips and prove it")
    mixing.add_argument("pack", type=Path, metavar="PACK", help="the pack for mixers")
    _with_pack(mixing)
    _common(mixing, Duty.MIXER, _mix)

    signing = of_witness.add_parser("sign", help="sign the newest head of the log")
    signing.add_argument("pack", type=Path, metavar="PACK", help="the pack for witnesses")
    _with_pack(signing)
    _common(signing, Duty.WITNESS, _sign)


def _duty(subparsers: argparse._SubParsersAction[Parser], duty: Duty, told: str) -> argparse._SubParsersAction[Typed]:
    steps = subparsers.add_parser(duty.value, help=told).add_subparsers(
        required=True, metavar="step", parser_class=Typed
    )
    carding = steps.add_parser("card", help="make your key, once, and its card for the others")
    carding.add_argument("--name", help="your name (asked for otherwise)")
    carding.add_argument(
        "--restore", metavar="FILE", help="the file with the 33 words of a key that was lost, or the words"
    )
    _common(carding, duty, _card(duty))
    return steps


def _common(parser: argparse.ArgumentParser, duty: Duty, step: Step) -> None:
    parser.add_argument("--folder", type=Path, help=f"where your key is (govern-{duty.value} otherwise)")
    parser.add_argument(
        "--to", type=Path, default=Path(), metavar="FOLDER", help="where new files go (here otherwise)"
    )
    parser.add_argument(
        "--rehearsal", action="store_true", help="a dress rehearsal, with keys and a folder of its own"
    )
    parser.add_argument("--language", choices=CODES, default=language_of_the_machine(), help="en or cy")
    parser.set_defaults(run=_run(duty, step))


def _with_pack(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fingerprint", metavar="WORDS", help=WORDS)
    parser.add_argument(
        "--after-restore", action="store_true", help="all agreed to go on after a server was restored"
    )


def _run(duty: Duty, step: Step) -> Callable[[argparse.Namespace], int]:
    """The step with its refusals told in whole sentences."""

    def run(arguments: argparse.Namespace) -> int:
        rehearsal: bool = arguments.rehearsal
        voice = Voice(arguments.language)
        usual = Path(f"govern-{duty.value}-rehearsal" if rehearsal else f"govern-{duty.value}")
        if rehearsal:
            voice.say(Sentence("This is a dress rehearsal. Nothing in it counts."))
        try:
            step(arguments, voice, Folder(arguments.folder or usual, rehearsal=rehearsal))
        except Stop as refusal:
            told = Sentence(
                "Nothing was signed or opened. Keep this file, and call the other scrutineers and the officers now."
            )
            _refuse(voice, [Sentence("STOP."), refusal.message, told])
            return CALL_THE_OTHERS
        except GovernError as refusal:
            _refuse(voice, [refusal.message])
            return PUT_RIGHT
        except OSError as trouble:
            print(f"{trouble.strerror or trouble}: {trouble.filename or ''}".rstrip(": "), file=sys.stderr)
            return PUT_RIGHT
        if rehearsal:
            voice.say(Sentence("That was a rehearsal."))
        return DONE

    return run


def _refuse(voice: Voice, sentences: Sequence[Sentence]) -> None:
    sys.stdout.flush()
    for sentence in sentences:
        print(voice.words(sentence), file=sys.stderr)


def _now() -> datetime:
    return datetime.now(UTC)


def _card(duty: Duty) -> Step:
    def step(given: argparse.Namespace, voice: Voice, folder: Folder) -> None:
        cards.card(voice, folder, duty, given.name, given.to, given.restore)

    return step


def _deal(given: argparse.Namespace, voice: Voice, folder: Folder) -> None:
    dealing.deal(
        *(voice, given.origin, given.needed, given.cards, given.to),
        rehearsal=folder.rehearsal,
        alone=given.off_the_network,
    )


def _accept(given: argparse.Namespace, voice: Voice, folder: Folder) -> None:
    trustee.accept(voice, folder, given.key_shares, given.to, share=given.share, instead=given.instead_of_earlier)


def _open(given: argparse.Namespace, voice: Voice, folder: Folder) -> None:
    trustee.open_(
        *(voice, folder, given.pack, given.to, _now()),
        words=given.fingerprint,
        share=given.share,
        after_restore=given.after_restore,
    )


def _mix(given: argparse.Namespace, voice: Voice, folder: Folder) -> None:
    mixer.mix(
        *(voice, folder, given.pack, given.to, _now()), words=given.fingerprint, after_restore=given.after_restore
    )


def _sign(given: argparse.Namespace, voice: Voice, folder: Folder) -> None:
    witness.sign(
        *(voice, folder, given.pack, given.to, _now()), words=given.fingerprint, after_restore=given.after_restore
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of the zip application."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may have few letters
    parser = Typed(prog="govern-tools", description="What scrutineers, mixers and witnesses of a sealed ballot do.")
    add_commands(parser.add_subparsers(required=True, metavar="duty"))
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except KeyboardInterrupt:
        return PUT_RIGHT
