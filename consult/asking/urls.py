"""Addresses of the way to ask."""

from django.urls import path

from consult.asking.views import check, checks, red_flags, start, step

urlpatterns = [
    path("ask/", start.start, name="ask"),
    path("ask/stop/", red_flags.stop, name="ask_stop"),
    path("ask/discard/", start.throw_away, name="ask_discard"),
    path("ask/privacy/", checks.privacy, name="ask_privacy"),
    path("ask/similar/", checks.similar, name="ask_similar"),
    path("ask/check/", check.check, name="ask_check"),
    path("ask/save/<slug:slug>/", step.autosave, name="ask_autosave"),
    path("ask/<slug:slug>/", step.step, name="ask_step"),
]
