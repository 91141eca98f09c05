"""Static files under hashed names; a page whose files were not collected is plain, never an error."""

import logging

from whitenoise.storage import CompressedManifestStaticFilesStorage

logger = logging.getLogger(__name__)


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """The storage of WhiteNoise, which would answer every page with an error after an update without collectstatic."""

    def url(self, name: str, force: bool = False) -> str:
        """The address under the hashed name, or under the plain one when the manifest lacks it."""
        try:
            return str(super().url(name, force))
        except ValueError:
            logger.error("Static file %s is not collected: run manage.py collectstatic.", name)
            return f"{self.base_url}{name}"
