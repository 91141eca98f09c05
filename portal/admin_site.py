"""The admin site: Consilium's name, the work queues on its first page, every list paged by key."""

from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS, TO_FIELD_VAR
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TYPED_FIELDS
from consult.desk.admin.keyset_changelist import paged_by_key

# What is typed anywhere in the admin comes through the same door as on the site, also for tables of other apps.
for column, field in TYPED_FIELDS.items():
    standard = FORMFIELD_FOR_DBFIELD_DEFAULTS.setdefault(column, {"widget": AdminTextInputWidget})
    standard["form_class"] = field


class FirstMatches(AutocompleteJsonView):
    """The first matches of what is typed, in one query; more letters narrow them, so that nothing is paged.

    The model admin may say how a found row is named, as `autocomplete_label`, and what the page's script is told of it
    besides, as `autocomplete_extra`.
    """

    most = 50

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """The matches as the admin's own script takes them."""
        self.term, self.model_admin, self.source_field, to_field = self.process_request(request)
        if not self.has_perm(request):
            raise PermissionDenied
        rows, along = self.get_queryset(), self.model_admin.get_list_select_related(request)
        if isinstance(
            along, list | tuple
        ):  # A row's name tells what it belongs to, as its line in the list does.
            rows = rows.select_related(*along)
        found = list(rows[: self.most + 1])
        results: list[dict[str, Any]] = [self.serialize_result(row, to_field) for row in found[: self.most]]
        if len(found) > self.most:
            hint = _("There are more: type more letters.")
            results.append({"id": "", "text": hint, "disabled": True})
        return JsonResponse({"results": results, "pagination": {"more": False}})

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """The value and the words of one row."""
        label = getattr(self.model_admin, "autocomplete_label", str)
        extra = getattr(self.model_admin, "autocomplete_extra", None)
        return {
            "id": str(getattr(obj, to_field_name)),
            "text": label(obj),
            **(extra(obj) if extra else {}),
        }


class PortalAdminSite(admin.AdminSite):
    """The stock admin, made pleasant."""

    site_title = settings.SITE_NAME
    index_title = _("Your work")
    empty_value_display = "–"

    @property
    def site_header(self) -> str:  # type: ignore[override]
        """The name of the site, followed by whom this part is for."""
        return f"{settings.SITE_NAME} – {_('staff')}"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Page the list of every table by key, also of those that other apps bring."""
        super().register(model_or_iterable, paged_by_key(admin_class or admin.ModelAdmin), **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As the stock one; what is sent after the session has ended is shown back, a second factor asked for."""
        from portal.second_factor import ask_for_second_factor, lacks_second_factor
        from portal.views.csrf_failure import signed_out

        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            is_lost = request.method == "POST" and request.user.is_anonymous
            if is_lost and request.path != reverse("admin:logout"):
                return signed_out(request)
            if lacks_second_factor(request):
                return ask_for_second_factor(request)
            if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
                raise DisallowedModelAdminToField(
                    "No field of a table has no name."
                )  # the stock admin looks for it
            return guarded(request, *args, **kwargs)

        return kept

    def get_urls(self) -> list[Any]:
        """The stock addresses, with our own "view on site" before the stock one, and those of an ended session."""
        from portal.figures.views import figure_csv, figures_view
        from portal.view_on_site import view_on_site
        from portal.views.session import session, signed_in

        address = "r/<path:content_type_id>/<path:object_id>/"
        view = self.admin_view(partial(view_on_site, site=self))
        return [
            path(address, view, name="view_on_site"),
            path("figures/", self.admin_view(partial(figures_view, site=self)), name="figures"),
            path(
                "figures/<slug:name>.csv", self.admin_view(partial(figure_csv, site=self)), name="figure_csv"
            ),
            path("session/", session, name="session"),
            path("signed-in/", self.admin_view(signed_in), name="signed_in"),
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The tables that this person may see; looked up once for a page, which lists them in two places."""
        kept: dict[str | None, list[Any]] = request.__dict__.setdefault("_app_lists", {})
        if app_label not in kept:
            kept[app_label] = super().get_app_list(request, app_label)
        return kept[app_label]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The first page: this person's desk, what needs a look, then the stock list, folded."""
        from consult.desk.my_desk import my_desk
        from consult.models import Question
        from portal.queues import alerts, engine_warnings, licence_notice

        # The admin of questions is ours: it brings the parts of other apps.
        desk_parts = getattr(self.get_model_admin(Question), "desk_parts", ())
        desk = my_desk(request, desk_parts)
        context = {
            "sections": desk.sections,
            "queues": [*desk.sections, *alerts(request)],
            "first": desk.following,
            "engine_warnings": engine_warnings(request),
            "licence_notice": licence_notice(request),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Search in an autocomplete field."""
        return FirstMatches.as_view(admin_site=self)(request)
