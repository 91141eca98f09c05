"""Addresses of the consultation: each feature brings its own."""

from django.urls import include, path

app_name = "consult"

urlpatterns = [
    path("", include("consult.public.urls")),
    path("", include("consult.asking.urls")),
    path("", include("consult.case.urls")),
]
