"""The addresses of the screens on which staff work together."""

from functools import partial
from typing import Any

from django.urls import URLPattern, path

from consult.desk.quality.views import figures_view, review_view, sample_view
from consult.desk.team.notices import noted_view, notices_view
from consult.desk.team.opinion_screen import opinion_view, opinions_view


def team_addresses(model_admin: Any) -> list[URLPattern]:
    """All of them, behind the sign-in of this admin."""
    guard = model_admin.admin_site.admin_view
    return [
        path("opinions/", guard(partial(opinions_view, model_admin)), name="consult_opinions"),
        path("opinions/<int:number>/", guard(partial(opinion_view, model_admin)), name="consult_opinion"),
        path("quality/", guard(partial(sample_view, model_admin)), name="consult_quality_sample"),
        path(
            "quality/<int:number>/", guard(partial(review_view, model_admin)), name="consult_quality_review"
        ),
        path("quality/figures/", guard(partial(figures_view, model_admin)), name="consult_quality_figures"),
        path("notices/", guard(partial(notices_view, model_admin)), name="consult_notices"),
        path("notices/noted/", guard(noted_view), name="consult_noted"),
    ]
