"""What is counted of each request.  The labels take few values: names of views, methods, statuses.

Workers write into small files under `var/metrics`, which `manage.py serve_metrics` adds up.
"""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram, values

from portal.telemetry.slots import own_slot

if settings.METRICS:
    values.ValueClass = values.MultiProcessValue(lambda: own_slot(settings.METRICS_DIR))  # type: ignore[no-untyped-call]

METHODS = {"GET", "HEAD", "POST"}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)

requests = Counter("consilium_requests", "Requests answered.", ("view", "method", "status"))
seconds = Histogram("consilium_request_seconds", "Time to answer.", ("view",), buckets=SECONDS)


def view_of(request: HttpRequest) -> str:
    """The name of what answered: the admin as one, whatever has no view by where it comes from."""
    match = request.resolver_match
    if match is not None:
        return "admin" if "admin" in match.app_names else match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "stored or none"


def count(request: HttpRequest, response: HttpResponseBase, took: float) -> None:
    """Count one answer."""
    view = view_of(request)
    method = request.method if request.method in METHODS else "other"
    requests.labels(view, method, str(response.status_code)).inc()
    seconds.labels(view).observe(took)
