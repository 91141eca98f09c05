"""The wordings of the consents: new versions are added, old ones never change."""

from typing import Any

from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consult.models import ConsentWording


class ConsentWordingAdmin(admin.ModelAdmin[ConsentWording]):
    """What patients are asked to agree to."""

    list_display = ["kind", "version", "text", "created_at"]
    list_filter = ["kind"]
    fields = ["kind", "text"]
    actions = None

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Kind and text to add one; everything to read one."""
        return ["kind", "text"] if obj is None else ["kind", "version", "text", "created_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: patients agreed to these very words."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: patients agreed to these very words."""
        return False

    def save_model(self, request: HttpRequest, obj: ConsentWording, form: Any, change: bool) -> None:
        """Store the words as the next version of their kind."""
        newest = ConsentWording.objects.filter(kind=obj.kind).aggregate(newest=Max("version"))["newest"]
        obj.version = (newest or 0) + 1
        super().save_model(request, obj, form, change)
        self.message_user(request, _("From now on, patients are asked to agree to this wording."))
