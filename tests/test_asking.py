"""The short way to ask one question: fresh at every call, and not stopped by a connection that has gone."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import bindparam, select, text

from govern.database import Store, open_store
from govern.identity.models import Person
from tests.given import START
from tests.servers.postgres import Cluster

_person = Person.__table__.c
_BY_NAME = select(_person.name, _person.added_at).where(_person.name == bindparam("name"))


class Found(msgspec.Struct, frozen=True):
    name: str
    added_at: object


async def test_what_was_committed_a_moment_ago_is_seen_at_once(store: Store) -> None:
    for round_ in range(3):
        assert await store.ask(_BY_NAME, Found, name=f"Voter {round_}") == []
        async with store.writing() as writing:
            writing.add(Person(name=f"Voter {round_}", first_name="Voter", added_at=START))
            await writing.flush()
            assert await store.ask(_BY_NAME, Found, name=f"Voter {round_}") == [], "not before the commit"
        assert await store.ask(_BY_NAME, Found, name=f"Voter {round_}") == [Found(f"Voter {round_}", START)]


@pytest.mark.postgres
async def test_a_database_that_was_started_again_is_asked_once_more(
    postgres: Cluster, postgres_with_tables: str
) -> None:
    store = open_store(postgres.new_database(like=postgres_with_tables))
    assert await store.ask(_BY_NAME, Found, name="Siân Elis") == []
    ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() ")
    async with store.writing() as writing:
        mine = await writing.scalar(text("SELECT pg_backend_pid()"))
        await writing.execute(text(f"{ended.text} AND pid <> {mine}"))
    assert await store.ask(_BY_NAME, Found, name="Siân Elis") == []
    await store.close()
