"""From the admin to the page of a row."""

from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse

from consult.common.row_ids import sent_number


def view_on_site(
    request: HttpRequest, content_type_id: str, object_id: str, *, site: AdminSite
) -> HttpResponse:
    """Lead on who may see the row in the admin, and nobody else: the address of a case holds its title."""
    kind = ContentType.objects.filter(pk=sent_number(content_type_id) or 0).first()
    table = site._registry.get(kind.model_class()) if kind else None  # type: ignore[arg-type]
    row = table.get_object(request, object_id) if table else None
    if table is None or row is None or not table.has_view_permission(request, row):
        raise Http404("No such page.")
    return shortcut(request, content_type_id, object_id)
