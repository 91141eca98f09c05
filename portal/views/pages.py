"""Pages about the site, and what machines read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from portal.models import SitePage


def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one page that editors keep, such as the privacy notice."""
    return render(request, "portal/site_page.html", {"page": get_object_or_404(SitePage, slug=slug)})


def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is not for them, and where the sitemap is."""
    closed = ["/admin/", "/accounts/", "/ask/", "/case/", "/cases/", "/report/", "/search/", "/unsubscribe/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["Disallow: /*/print/", "", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
