"""Score a reply that was drawn; read the figures."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consult.desk import access
from consult.desk.actions.quality import AlreadyScoredError, score_reply
from consult.desk.quality.figures import figures_of
from consult.desk.quality.forms import ScoreForm
from consult.desk.screen import errors_in
from consult.models import Doctor
from consult.models.quality import ITEMS, QualityReview
from consult.question.audit import record_opening

# So many stand on the list; the others come up as these are scored.
MOST = 50


def sample_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """What was drawn and nobody has scored, the oldest first."""
    reviews = _reviewable(request).select_related("reply__specialty").order_by("drawn_at", "pk")[:MOST]
    context = {**_page(model_admin, request, _("Replies to review")), "reviews": reviews}
    return TemplateResponse(request, "admin/consult/question/quality/sample.html", context)


def review_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """One reply, without its doctor's name, and the short form."""
    found = _reviewable(request).select_related("reply__question__specialty", "reply__specialty")
    review = get_object_or_404(found, pk=number)
    form = ScoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            remark = form.cleaned_data["remark"]
            score_reply(review=review, scores=form.scores(), remark=remark, actor=request.user)
        except AlreadyScoredError:
            messages.error(request, _("A colleague has scored it meanwhile."))
        else:
            messages.success(request, _("Scored. The doctor reads it without your name."))
        return redirect("admin:consult_quality_sample")
    record_opening(request, review.reply.question)
    context = {
        **_page(model_admin, request, _("Review a reply")),
        "reply": review.reply,
        "question": review.reply.question,
        "form": form,
        "errors": errors_in([form]),
    }
    return TemplateResponse(request, "admin/consult/question/quality/review.html", context)


def figures_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """One's own figures and remarks; for the head the figures of all doctors."""
    doctor, is_head = access.doctor_of(request), request.user.has_perm("consult.read_quality")
    if doctor is None and not is_head:
        raise PermissionDenied
    own = QualityReview.objects.scored().filter(reply__doctor=doctor).order_by("-reviewed_at", "-pk")
    everybody = Doctor.objects.with_sign_in() if is_head else []
    context = {
        **_page(model_admin, request, _("Quality of replies")),
        "items": list(ITEMS.values()),
        "own": figures_of([doctor])[0] if doctor else None,
        "remarks": own.exclude(remark="").select_related("reply")[:MOST] if doctor else [],
        "all": figures_of(everybody),
        "is_head": is_head,
        "percent": settings.QUALITY_PERCENT,
    }
    return TemplateResponse(request, "admin/consult/question/quality/figures.html", context)


def _reviewable(request: HttpRequest) -> Any:
    """The open reviews that this person may score.  Raises PermissionDenied for who may score none."""
    if not request.user.has_perm("consult.score_reply"):
        raise PermissionDenied
    return QualityReview.objects.open().for_reviewer(access.doctor_of(request))


def to_review(request: HttpRequest) -> int:
    """How many replies wait for this person's review."""
    return _reviewable(request).count() if request.user.has_perm("consult.score_reply") else 0


def _page(model_admin: Any, request: HttpRequest, title: str) -> dict[str, Any]:
    """What every page of the admin shows."""
    return {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": title}
