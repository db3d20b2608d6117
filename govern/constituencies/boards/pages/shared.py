"""What the pages of the boards share: who may keep them."""

from govern.permissions import Permission
from govern.web.guards import holding

keeper = holding(Permission.BOARD_EDIT)
