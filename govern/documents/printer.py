"""WeasyPrint, and what it may read: HTML in, PDF/UA-1 out. Only `pdf.py` loads this, when a paper is printed.

It needs the system library Pango; a server without it starts and serves every page all the same.
"""

from __future__ import annotations

import threading
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# Pango and fontconfig keep state for the whole process, so papers are printed one after the other.
_ONE_AT_A_TIME = threading.Lock()


def printed(html: str, pictures: dict[str, tuple[bytes, str]], fonts: dict[str, Path]) -> bytes:
    """The finished file. `pictures` and `fonts` are all that the HTML may name: address to content."""
    with _ONE_AT_A_TIME:
        made: bytes = weasyprint.HTML(string=html, base_url=None, url_fetcher=OwnFiles(pictures, fonts)).write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_identifier=b"govern",
            font_config=FontConfiguration(),
            optimize_images=False,
        )
    return made


class OwnFiles(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
    """Hands over the fonts of the service and the pictures of one paper. Anything else is refused."""

    def __init__(self, pictures: dict[str, tuple[bytes, str]], fonts: dict[str, Path]) -> None:
        super().__init__(allowed_protocols=("govern",), allow_redirects=False)
        self._pictures = pictures
        self._fonts = fonts

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in self._pictures:
            content, kind = self._pictures[url]
            return URLFetcherResponse(url, content, {"Content-Type": kind})
        if url in self._fonts:
            return URLFetcherResponse(url, self._fonts[url].read_bytes(), {"Content-Type": "font/woff2"})
        raise ValueError(f"a paper is printed from what it holds; {url!r} is not fetched")
