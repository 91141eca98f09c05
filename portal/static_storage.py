"""Static files under hashed names; a page whose files were not collected is plain, never an error."""

import logging
import os
from collections.abc import Callable
from typing import Any

from django.conf import settings as site_settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import NotARegularFileError
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


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves the files of this version, and those of another one that answers beside it during an update.

    WhiteNoise knows the files that it found at the start; a page of the other version names others.
    """

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase], settings: Any = site_settings
    ) -> None:
        super().__init__(get_response, settings)
        if settings.SHARED_STATIC_DIR:
            self.directories.append((os.path.join(settings.SHARED_STATIC_DIR, ""), self.static_prefix))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A file, or whatever follows."""
        path = request.path_info
        if path.startswith(self.static_prefix) and path not in self.files:
            try:
                found = self.find_file(path)
            except NotARegularFileError:
                found = None
            if found is not None:
                return self.serve(found, request)  # type: ignore[no-any-return]
        return super().__call__(request)  # type: ignore[no-any-return]
