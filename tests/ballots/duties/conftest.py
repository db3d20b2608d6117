"""The hall before a ballot, and the service after the close and after the mixing: made once, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ballots.duties.given_duties import TRUSTEES, Hall, Service


@pytest.fixture(scope="session")
def _hall_made(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    hall = Hall(tmp_path_factory.mktemp("hall") / "all")
    hall.cards()
    hall.deal()
    return hall


@pytest.fixture(scope="session")
def _closed_made(_hall_made: Hall, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """Everybody accepted, voting is over, and the first two witnesses signed on the way."""
    hall = _hall_made.copy(tmp_path_factory.mktemp("closed") / "all")
    for name in TRUSTEES:
        hall.accept(name)
    service = Service(hall, hall.manifest())
    service.open()
    service.vote()
    service.witnessed()
    service.close()
    return service


@pytest.fixture
def hall(_hall_made: Hall, tmp_path: Path) -> Hall:
    """Everybody has a key and the ballot's key is dealt."""
    return _hall_made.copy(tmp_path / "all")


@pytest.fixture
def closed(_closed_made: Service, tmp_path: Path) -> Service:
    """Voting is over; nobody has mixed, and the end of the log is not witnessed yet."""
    return _closed_made.copy(_closed_made.hall.copy(tmp_path / "all"))


@pytest.fixture(scope="session")
def _mixed_made(_closed_made: Service, tmp_path_factory: pytest.TempPathFactory) -> Service:
    service = _closed_made.copy(_closed_made.hall.copy(tmp_path_factory.mktemp("mixed") / "all"))
    service.witnessed()
    service.mixed("Mo", "Nia")
    return service


@pytest.fixture
def mixed(_mixed_made: Service, tmp_path: Path) -> Service:
    """Two have mixed, both witnesses have signed the end of the log."""
    return _mixed_made.copy(_mixed_made.hall.copy(tmp_path / "all"))
