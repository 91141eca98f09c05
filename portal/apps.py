"""The portal app: composition of consult and conditions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PortalConfig(AppConfig):
    """Keeps the staff roles in step with the permissions after every migration."""

    name = "portal"

    def ready(self) -> None:
        """Register the checks; connect the role set-up, which needs the permissions that migrate has just made, and the
        stored pages."""
        from portal import deployment, sign_in_log, staff_sessions  # noqa: F401
        from portal.reading import watched
        from portal.roles import ensure_roles

        # No sender: the permissions of an app are made when its own turn comes, and ours comes first.
        post_migrate.connect(ensure_roles)
        watched.connect()
        staff_sessions.connect()
        sign_in_log.connect()
        pre_migrate.connect(watched.loosen_marks, sender=self)
        post_migrate.connect(watched.ensure_marks, sender=self)
