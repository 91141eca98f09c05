"""Names this project's admin site to Django.  A module of its own: an app's `apps` may have one default only."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """The admin app with the site that shows the work queues first."""

    default_site = "portal.admin_site.PortalAdminSite"
