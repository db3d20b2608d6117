"""How a society begins: its folder and keys, an empty database, its rules, and one officer who can sign in."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import shutil
import unicodedata
from datetime import datetime
from pathlib import Path

import msgspec

from govern import migrations, record
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import as_template, example_names, load, under_name
from govern.errors import NotValid
from govern.identity import lifecycle as identity
from govern.identity.lifecycle.people import checked_email
from govern.identity.rules import LinkKind
from govern.permissions import Role
from govern.settings import Settings, read_society_file
from govern.society import Society, check_short_name, make_folder, write_secret

FIRST_RUN_CODE = "first-run.code"


class Founding(msgspec.Struct, frozen=True):
    """What is needed to found a society. `rules` is the name of a template or a whole rulebook's text.

    `database` is the URL of an empty PostgreSQL database; without it the society lives in a file.
    """

    name: str
    short: str
    rules: str
    officer: str
    email: str
    database: str = ""


async def found(settings: Settings, founding: Founding, *, at: datetime) -> str:
    """Found the society and return its secretary's set-up token. Nothing is left behind where it fails.

    Raises `NotValid` beside the field that cannot be taken, `RulebookNotValid` with every problem of the rules.
    """
    check_short_name(settings.home, founding.short)
    text = rules_text(founding)
    email = checked_email(founding.email)
    if email is None:
        raise NotValid("Type the mail address of the first officer.", field="email")
    folder = make_folder(settings.home, founding.short)
    try:
        if founding.database:
            content = f"[database]\nurl = {json.dumps(founding.database)}\n"
            write_secret(folder / "society.toml", content.encode())
        society = Society(folder, read_society_file(folder / "society.toml"))
        await asyncio.to_thread(migrations.upgrade, society.database_url)
        try:
            return await _first_lines(society, founding, text, email, at)
        finally:
            await society.store.close()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


async def _first_lines(society: Society, founding: Founding, text: str, email: str, at: datetime) -> str:
    async with society.store.writing() as writing:
        await record.add(writing, record.Event("society.founded", f"society:{society.short}", at))
        officer = await identity.add_person(writing, name=founding.officer, email=email, by=None, at=at)
        await rulebook.adopt(writing, text, by=officer, at=at)
        await identity.appoint(writing, officer, Role.SECRETARY, at.date(), by=None, at=at)
        return await identity.make_link(writing, officer, kind=LinkKind.SET_UP, next_path="/office", at=at)


def rules_text(founding: Founding) -> str:
    """The rules with the society's own name and short name in them; an example says where it came from.

    Raises `NotValid`, `RulebookNotValid`.
    """
    name, short = _clean(founding.name, "name"), _clean(founding.short, "short")
    if founding.rules in example_names():
        text = as_template(founding.rules, society_id=short, society_name=name)
    elif "\n" in founding.rules:
        text = under_name(founding.rules, society_id=short, society_name=name)
    else:
        raise NotValid(
            "There is no rulebook called {name}. Choose one of {names}.",
            field="rules",
            name=founding.rules[:60],
            names=", ".join(example_names()),
        )
    load(text)
    return text


def _clean(value: str, field: str) -> str:
    clean = " ".join(value.split())
    if not clean or '"' in clean or "\\" in clean or not clean.isprintable():
        raise NotValid("Type the society's name without quotation marks.", field=field)
    return clean


def short_name_of(name: str) -> str:
    """ "Tŷ Nant Co-operative" becomes "ty-nant-co-operative"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32].strip("-")


def first_run_code(home: Path) -> str:
    """The code that lets somebody found the first society on the page; only who can read this folder knows it."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / FIRST_RUN_CODE
    if not file.exists():
        write_secret(file, secrets.token_hex(8).upper().encode())
    return file.read_text("ascii")
