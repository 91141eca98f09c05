"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path

from conditions.views import suggestions
from portal.sitemaps import SITEMAPS
from portal.views import health, home, own_sessions, pages, search, well_known

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler429 = "portal.views.errors.too_many_requests"  # allauth's limits on signing in
handler500 = "portal.views.errors.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("health/live/", health.live, name="live"),
    path("health/ready/", health.ready, name="ready"),
    path("admin/", admin.site.urls),
    path("accounts/sessions/", own_sessions.own_sessions, name="own_sessions"),
    path("accounts/", include("allauth.urls")),
    path("_nested_admin/", include("nested_admin.urls")),
    path("conditions/", include("conditions.urls")),
    path("ask/similar/live/", suggestions.suggestions, name="suggestions"),
    path("ask/answered/", suggestions.answered, name="answered"),
    path("", include("consult.urls")),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path(".well-known/change-password", well_known.change_password, name="change_password"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("robots.txt", pages.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_part"},
        name="sitemap",
    ),
    path("sitemap-<str:section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("how-it-works/", pages.site_page, {"slug": "how-it-works"}, name="how_it_works"),
    path("about/", pages.site_page, {"slug": "about"}, name="about"),
    path("privacy/", pages.site_page, {"slug": "privacy"}, name="privacy"),
]
