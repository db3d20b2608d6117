"""The life of peers and mandates (`standing`), of a file of mandates from paper (`files`), of support (`support`)."""

from govern.constituencies.representation.lifecycle.standing import end, end_office, give, open_office, renew
from govern.constituencies.representation.lifecycle.support import end_support, find_supporter, name_supporter

__all__ = ["end", "end_office", "end_support", "find_supporter", "give", "name_supporter", "open_office", "renew"]
