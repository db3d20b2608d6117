"""The whole service over one society whose meeting is over, as the minute book has it."""

from tests.minutes.book.pages.conftest import member, scene, scrutineer, secretary, society, window

__all__ = ["member", "scene", "scrutineer", "secretary", "society", "window"]
