"""Pages about the site in the admin."""

from typing import Any

from django.http import HttpRequest

from consult.desk.admin.concurrent_edits import ReasonedAdmin
from consult.desk.admin.history import HistoryAdmin
from portal.models import SitePage


class SitePageAdmin(ReasonedAdmin, HistoryAdmin):
    """How it works, about us, privacy: the words change, the addresses stay."""

    restorable = True
    list_display = ["title", "slug", "version", "updated_at"]
    readonly_fields = ["slug", "version", "updated_at"]
    fields = ["title", "body", "slug", "version", "updated_at"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a further page would have no address."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: every page of the site links to these."""
        return False

    def bring_back(self, row: SitePage, earlier: SitePage, reason: str) -> None:
        """Store the earlier text as the page's next version."""
        earlier.next_version()
        super().bring_back(row, earlier, reason)

    def save_model(self, request: HttpRequest, obj: SitePage, form: Any, change: bool) -> None:
        """Store the text as the page's next version."""
        obj.next_version()
        super().save_model(request, obj, form, change)
