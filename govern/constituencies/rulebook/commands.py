"""`govern rulebook`: check a file, say it in plain sentences, compare two. An example's name stands for its file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from govern.constituencies.rulebook.book import Rulebook, RulebookNotValid, example, example_names, load
from govern.constituencies.rulebook.plain import RuleChange, compare, legal_change, plain_chapters
from govern.errors import NotFound, NotValid
from govern.languages import LANGUAGES
from govern.sentences import Sentence


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rulebook = subparsers.add_parser("rulebook", help="check, explain or compare rulebooks")
    named = f"a rulebook in TOML, or one of: {', '.join(example_names())}"
    acts = rulebook.add_subparsers(required=True, metavar="act")
    check = acts.add_parser("check", help="say every problem of a rulebook with its line; 0 where there is none")
    check.add_argument("files", nargs="+", metavar="FILE", help=named)
    check.set_defaults(run=run_check)
    explain = acts.add_parser("explain", help="say a rulebook in plain sentences, chapter by chapter")
    explain.add_argument("file", metavar="FILE", help=named)
    _speaks(explain)
    explain.set_defaults(run=run_explain)
    diff = acts.add_parser("diff", help="say what changes from one rulebook to another; 1 where something does")
    diff.add_argument("before", metavar="BEFORE", help=named)
    diff.add_argument("after", metavar="AFTER", help=named)
    _speaks(diff)
    diff.set_defaults(run=run_diff)


def _speaks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=sorted(LANGUAGES), default="en", help="the language of the sentences")


def run_check(arguments: argparse.Namespace) -> int:
    """Every file is looked at, also after one that is wrong. Problems stand as `file:line: …`, as compilers do."""
    wrong = 0
    for file in arguments.files:
        try:
            load(_text(file))
        except RulebookNotValid as refusal:
            wrong += 1
            for problem in refusal.problems:
                print(f"{file}:{problem.values.get('line', 1)}: {problem}", file=sys.stderr)
        else:
            print(f"{file}: right")
    return 1 if wrong else 0


def run_explain(arguments: argparse.Namespace) -> int:
    say = LANGUAGES[arguments.language].say
    for chapter in plain_chapters(_book(arguments.file), arguments.language):
        if chapter.rules:
            print(f"{chapter.number}. {say(chapter.title)}\n")
            for rule in chapter.rules:
                print(f"  {rule.number}  " + "\n        ".join(say(sentence) for sentence in rule.sentences))
            print()
    return 0


def run_diff(arguments: argparse.Namespace) -> int:
    say = LANGUAGES[arguments.language].say
    before, after = _book(arguments.before), _book(arguments.after)
    chapters = compare(before, after, arguments.language)
    for chapter in chapters:
        print(f"{chapter.number}. {say(chapter.title)}\n")
        for rule in chapter.rules:
            _print_rule(rule, arguments.language)
        print()
    legal = legal_change(before, after)
    for part in legal.parts if legal else ():
        print(say(part.title))
        for sign, all_of in (("-", part.gone), ("+", part.new)):
            for one in all_of:
                print(f"  {sign} {say(one)}")
    return 1 if chapters else 0


def _print_rule(rule: RuleChange, language: str) -> None:
    say = LANGUAGES[language].say
    print(f"  {say(Sentence('Rule {number}', number=rule.number_after or rule.number_before or ''))}")
    if not rule.says_the_same:
        for sign, said in (("-", rule.before), ("+", rule.after)):
            for sentence in said:
                print(f"    {sign} {say(sentence)}")
    for key in rule.keys if rule.says_the_same else ():
        print(f"    {key.key} = {key.before or '…'} -> {key.after or '…'}")


def _book(file: str) -> Rulebook:
    """The rulebook of a file. Raises `NotValid` with every problem and the file's name before it."""
    try:
        return load(_text(file))
    except RulebookNotValid as refusal:
        raise NotValid("{file}: {why}", file=file, why=refusal.message) from None


def _text(file: str) -> str:
    """A file's text, or an example's. Raises `NotFound` and `NotValid`."""
    if file in example_names():
        return example(file)
    try:
        return Path(file).read_text("utf-8-sig")
    except FileNotFoundError:
        names = example_names()
        raise NotFound(
            "There is no file {file}, and no example of that name. Examples are: {names}.", file=file, names=names
        ) from None
    except UnicodeDecodeError:
        raise NotValid("{file} is not a text in UTF-8. Save it as UTF-8 first.", file=file) from None
