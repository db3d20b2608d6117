"""The tools of scrutineers, mixers and witnesses, and the checker of bundles: for anybody, account or none.

Whoever takes them from the server that they are to check compares their SHA-256 with somebody else's. The page says
how.
"""

import asyncio

from litestar import MediaType, Request, Response, get, head
from litestar.datastructures import State
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from govern.ballots.duties import one_file
from govern.ballots.queries.checkers import CHECKER
from govern.ballots.queries.tools import PROGRAM, Offered, offered
from govern.web.door import AnyRequest
from govern.web.guards import public
from govern.web.page import page

TOOLS = "/ballots/tools"
ONE = f"{TOOLS}/{{tool_name:str}}"


@get(TOOLS, name="ballots.tools", guards=[public])
async def tools(request: AnyRequest) -> Response[str]:
    """What there is, its numbers to compare, and how to check them against another source."""
    return page(
        request,
        "ballots/tools.html",
        section="votes",
        tool=await asyncio.to_thread(offered, one_file.NAME),
        checker=await asyncio.to_thread(offered, CHECKER.name),
    )


def _headers(found: Offered) -> dict[str, str]:
    way = "attachment" if found.kind == PROGRAM else "inline"
    return {"content-disposition": f'{way}; filename="{found.name}"', "etag": f'"{found.sha256}"'}


@get(ONE, name="ballots.tool", guards=[public])
async def tool(request: Request[object, object, State], tool_name: str) -> Response[bytes] | Response[None]:
    """The very bytes that `scripts/build_tools.py` makes of the same sources; or the checker, or a page in words."""
    found = await asyncio.to_thread(offered, tool_name)
    headers = _headers(found)
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(found.content, media_type=found.kind, headers=headers)


@head(ONE, name="ballots.tool_head", guards=[public])
async def tool_head(tool_name: str) -> Response[None]:
    """How long it is and which it is, without the file."""
    found = await asyncio.to_thread(offered, tool_name)
    length = {"content-type": found.kind, "content-length": str(len(found.content))}
    return Response(None, media_type=MediaType.JSON, headers={**_headers(found), **length})


HANDLERS = [tools, tool, tool_head]
