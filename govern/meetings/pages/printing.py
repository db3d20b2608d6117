"""A paper of a meeting as a file, made off the event loop: it takes a good part of a second."""

import asyncio
from collections.abc import Callable

from litestar import Response

from govern.documents import Document, Form

#: The forms of a paper by what its address says after `size=`; without it the paper is in standard print.
SIZES = {"large": Form.LARGE_PRINT, "easy": Form.EASY_READ}


async def as_file(paper: Document, make: Callable[[Document], bytes], kind: str, name: str) -> Response[bytes]:
    content = await asyncio.to_thread(make, paper)
    return Response(content, media_type=kind, headers={"content-disposition": f'inline; filename="{name}"'})
