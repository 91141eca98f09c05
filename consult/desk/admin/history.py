"""The history screens of the admin: who changed what, when and why, word by word."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consult.desk.admin.concurrent_edits import state_of
from consult.desk.admin.versions import Version, as_row, changes_of, with_previous

# Versions on one screen.
MOST = 50


class HistoryAdmin(admin.ModelAdmin[Any]):
    """A table whose rows keep every earlier version, with those of the rows that belong to them."""

    # Whether an earlier version can be brought back here.
    restorable = False
    # What is not brought back with it.
    kept: frozenset[str] = frozenset({"version", "updated_at"})
    # What does not come back with it, in words.
    restore_note: Any = ""

    def histories(self, row: Any) -> list[models.QuerySet[Any]]:
        """The versions of the row itself, and of what is edited with it."""
        return [row.history.all()]

    def bring_back(self, row: Any, earlier: Any, reason: str) -> None:
        """Store `earlier`, which is `row` or belongs to it.  Raises ValidationError when it no longer fits."""
        earlier._change_reason = reason
        earlier.full_clean()
        earlier.save()

    def opened(self, request: HttpRequest, row: Any) -> None:
        """Called when somebody opens the history of a row: a case is written down."""

    def get_urls(self) -> list[Any]:
        """The screen of one version before the stock addresses."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        view = self.admin_site.admin_view(self.version_view)
        return [
            path("<path:object_id>/history/<str:kind>/<int:number>/", view, name=name),
            *super().get_urls(),
        ]

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        """The row, for those who may look at it.  Raises Http404, PermissionDenied."""
        row = super().get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def _screen(self, request: HttpRequest, row: Any, title: str, **context: Any) -> TemplateResponse:
        """One of the two screens.  Who is shown it has opened the row."""
        self.opened(request, row)
        base = {"title": title, "opts": self.opts, "object": row, **self.admin_site.each_context(request)}
        template = "admin/history/version.html" if "version" in context else "admin/history/list.html"
        return TemplateResponse(request, template, {**base, **context})

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What changed, newest first."""
        row = self._row(request, object_id)
        versions, older = newest(self.histories(row), _before(request))
        described: list[Version] = [version for version in with_previous(versions) if version.is_telling]
        return self._screen(request, row, _("History: %s") % row, versions=described, older=older)

    def version_view(self, request: HttpRequest, object_id: str, kind: str, number: int) -> HttpResponse:
        """One version beside what stands now, and the button that brings it back."""
        row = self._row(request, object_id)
        histories = {found.model.instance_type._meta.model_name: found for found in self.histories(row)}
        version = histories[kind].filter(pk=number).first() if kind in histories else None
        if version is None:
            raise Http404
        now = version.instance_type._default_manager.filter(pk=_key(version)).first()
        may_restore = self.restorable and self.has_change_permission(request, row)
        if request.method == "POST":
            if not may_restore:
                raise PermissionDenied
            if self._restore(request, row, version, now):
                return redirect(
                    reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[row.pk])
                )
        changes = changes_of(version, now or version.instance_type(), skip=self.kept)
        title = _("%(row)s on %(date)s") % {"row": as_row(version), "date": _moment(version)}
        return self._screen(
            request,
            row,
            title,
            version=version,
            now=now,
            changes=changes,
            may_restore=may_restore and bool(changes),
            state=state_of(row),
            restore_note=self.restore_note,
        )

    def _restore(self, request: HttpRequest, row: Any, version: Any, now: Any) -> bool:
        """Bring the version back; False, with a message, when that is not possible."""
        try:
            with transaction.atomic():
                current = type(row)._default_manager.select_for_update().get(pk=row.pk)
                if request.POST.get("state") != state_of(current):
                    raise ValidationError(_("Somebody saved meanwhile. Look at it again, then decide."))
                self.bring_back(
                    current, earlier_row(version, now, self.kept), _("version of %s again") % _moment(version)
                )
                self.log_change(request, current, "Brought an earlier version back.")
        except ValidationError as error:
            messages.error(request, _("Not brought back. %s") % " ".join(error.messages))
            return False
        messages.success(request, _("The version of %s stands again.") % _moment(version))
        return True


def earlier_row(version: Any, now: Any, kept: Iterable[str]) -> Any:
    """The row as it was in `version`, ready to be stored: what is `kept` stays as it stands `now`."""
    if now is None:
        return version.instance
    for field in version.tracked_fields:
        if field.name not in kept:
            setattr(now, field.attname, getattr(version, field.attname))
    return now


def newest(
    histories: list[models.QuerySet[Any]], before: datetime | None
) -> tuple[list[Any], datetime | None]:
    """Return about MOST versions of all tables together, newest first, and before when the next screen begins.

    Versions of one moment, such as those of one import, stay together.
    """
    if before:
        histories = [found.filter(history_date__lt=before) for found in histories]
    told = [
        found.select_related("history_user").order_by("-history_date", "-history_id") for found in histories
    ]
    rows = _together(found[:MOST] for found in told)
    if len(rows) < MOST:
        return rows, None
    first = rows[MOST - 1].history_date
    older = first if any(found.filter(history_date__lt=first).exists() for found in histories) else None
    return _together(found.filter(history_date__gte=first) for found in told), older


def _together(tables: Iterable[Iterable[Any]]) -> list[Any]:
    """The rows of all tables, newest first."""
    return sorted(chain.from_iterable(tables), key=lambda row: (row.history_date, row.pk), reverse=True)


def _before(request: HttpRequest) -> datetime | None:
    """The moment up to which earlier changes are asked for."""
    try:
        moment = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _key(version: Any) -> Any:
    """The key of the row whose version it is."""
    return getattr(version, version.instance_type._meta.pk.attname)


def _moment(version: Any) -> str:
    """When the version was stored: "6 August 2018, 12:30"."""
    return date_format(localtime(version.history_date), "j F Y, H:i")
