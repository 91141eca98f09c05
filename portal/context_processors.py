"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, whether it shows invented demo content, and how long a withdrawn page may be seen."""
    names = ("SITE_NAME", "SITE_URL", "DEMO", "SHARED_CACHE_SECONDS")
    return {name: getattr(settings, name) for name in names}
