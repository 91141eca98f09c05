"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from portal.guards.charset import guarded
from portal.guards.head import without_body

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = without_body(guarded(get_wsgi_application()))
