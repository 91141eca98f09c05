"""Names this project's admin site to Django, and apps of others as staff read them.

A module of its own: an app's `apps` may have one default only.
"""

from typing import Any

from allauth.mfa.apps import MFAConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.apps import AuthConfig
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class PortalAdminConfig(AdminConfig):
    """The admin app with the site that shows the work queues first."""

    default_site = "portal.admin_site.PortalAdminSite"


class SignInsConfig(AuthConfig):
    """The stock users and groups."""

    verbose_name = _("Staff and roles")


class SecondFactorConfig(MFAConfig):  # type: ignore[misc]
    """Passkeys and codes."""

    verbose_name = _("Second factor")


class BackgroundTasksConfig(TasksAppConfig):
    """What is done after a page has been answered."""

    verbose_name: Any = _("Background tasks")
