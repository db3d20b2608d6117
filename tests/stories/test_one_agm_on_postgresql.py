"""The same AGM on PostgreSQL, served by two processes that share nothing but the database and the keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.servers.postgres import Cluster
from tests.servers.service import Service
from tests.stories.agm import call
from tests.stories.day import Day
from tests.stories.test_one_agm import walk

pytestmark = [pytest.mark.browser, pytest.mark.postgres]


def test_a_whole_agm_on_postgresql_with_two_server_processes(
    postgres: Cluster, tmp_path: Path, browser: Browser
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with Service(home, workers=2, timer=False) as service:
        called = call(service, browser, database=postgres.new_database())
        walk(Day(called, service, browser, scripts=False))
        assert not (home / "dyffryn" / "society.sqlite").exists()
