"""Where a request comes from: what a proxy says counts only for the hops that are trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from litestar.testing import RequestFactory

from govern.identity.pages.entering import address_of
from govern.settings import Settings


@pytest.mark.parametrize(
    ("hops", "said", "address"),
    [
        (0, "198.51.100.9", "testclient"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.5, 198.51.100.9", "203.0.113.5"),
        (2, "198.51.100.9", "testclient"),
        (1, "", "testclient"),
    ],
)
def test_an_address_is_believed_from_trusted_hops_only(hops: int, said: str, address: str) -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": said})
    request.scope["client"] = ("testclient", 50_000)
    assert address_of(request, Settings(home=Path("/nowhere"), trusted_hops=hops)) == address
