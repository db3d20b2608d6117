"""`office/rules/examples`: the example rulebooks, to read before a society begins its own from one."""

from litestar import Response, get

from govern.constituencies.rulebook.book import example, example_names, load
from govern.constituencies.rulebook.pages.reading import as_file
from govern.constituencies.rulebook.plain import plain_chapters
from govern.constituencies.rulebook.plain.examples import EXAMPLES
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding
from govern.web.page import page

may_see = holding(Permission.OFFICE_SEE)


@get("/office/rules/examples", name="rulebook.examples", guards=[may_see])
async def examples(request: AnyRequest) -> Response[str]:
    """All of them, each with what is special about it."""
    shelf = [(name, EXAMPLES[name]) for name in example_names()]
    return page(request, "rulebook/examples.html", section="office", shelf=shelf)


@get("/office/rules/examples/{example_name:str}", name="rulebook.example", guards=[may_see])
async def one_example(request: AnyRequest, door: Door, example_name: str) -> Response[str]:
    """One of them in plain sentences, as its society would read it."""
    book = load(example(example_name))
    return page(
        request,
        "rulebook/example.html",
        section="office",
        name=example_name,
        words=EXAMPLES[example_name],
        chapters=plain_chapters(book, door.language.code),
    )


@get("/office/rules/examples/{example_name:str}/rulebook.toml", name="rulebook.example_text", guards=[may_see])
async def example_text(example_name: str) -> Response[bytes]:
    """The example as the file that it is, with its remarks."""
    return as_file(example(example_name), f"{example_name}.toml")


HANDLERS = [examples, one_example, example_text]
