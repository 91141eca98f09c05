"""Did this help, and report this page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from consult.abuse.signs import Post, suspicious
from consult.abuse.trap import TrappedForm
from consult.common.rate_limit import address_of, allow, too_many
from consult.common.same_origin import is_sent_from_here
from consult.models import HelpfulVote, Question, Reply
from consult.models.suspicion import Sign
from consult.public import actions
from consult.public.forms import ReportForm, VoteForm
from consult.public.voters import remember, voter_hash, voter_token

# Of one network address: a whole hospital may stand behind one.
VOTES_AN_HOUR = 120
REPORTS_AN_HOUR = 30


@csrf_exempt
@never_cache
def vote(request: HttpRequest, number: int, reply_pk: int) -> HttpResponse:
    """Take one reader's vote on one public reply; show it, and ask what was missing.

    The two buttons of a thread come without a token.  Where the browser does not vouch for them, the vote is asked for
    on a page of its own, whose form has one.
    """
    if request.method != "POST" or is_sent_from_here(request):
        return _vote(request, number, reply_pk)
    if "csrfmiddlewaretoken" in request.POST:
        return csrf_protect(_vote)(request, number, reply_pk)
    return redirect("consult:vote", number, reply_pk)


def _vote(request: HttpRequest, number: int, reply_pk: int) -> HttpResponse:
    """The same, for a request that is known to be meant."""
    question = get_object_or_404(Question.objects.public(), pk=number)
    reply = get_object_or_404(Reply.objects.public().select_related("doctor"), pk=reply_pk, question=question)
    token = voter_token(request)
    own = HelpfulVote.objects.filter(reply=reply, voter_hash=voter_hash(token)).first()
    initial = {"helped": "yes" if own.helped else "no", "missing": own.missing} if own else None
    form = VoteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not allow(action="vote", who=address_of(request), most=VOTES_AN_HOUR, seconds=3_600):
            return too_many(request, seconds=3_600, template="consult/public/too_many.html")
        # The two buttons below a reply send no text; they must not empty one that was sent before.
        missing = form.cleaned_data["missing"] if "missing" in request.POST else None
        actions.vote(
            reply=reply,
            voter_hash=voter_hash(token),
            helped=form.cleaned_data["helped"],
            missing=missing,
            signs=_signs(request, form, "vote", missing or ""),
        )
        response = _after_vote(request, question, reply, told_more=missing is not None)
        remember(response, token)
        return response
    context = {"question": question, "reply": reply, "form": form, "own": own}
    return render(request, "consult/public/vote.html", context, status=400 if form.errors else 200)


def _after_vote(request: HttpRequest, question: Question, reply: Reply, *, told_more: bool) -> HttpResponse:
    """Back to the thread once everything is said, otherwise on to "what was missing"."""
    if told_more:
        messages.success(request, _("Thank you. Your answer helps us to write better replies."))
        return redirect(question)
    return redirect("consult:vote", question.pk, reply.pk)


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """Take a report of one page."""
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        initial={"page": request.GET.get("page", "/")[:300]},
    )
    if request.method == "POST" and form.is_valid():
        if not allow(action="report", who=address_of(request), most=REPORTS_AN_HOUR, seconds=3_600):
            return too_many(request, seconds=3_600, template="consult/public/too_many.html")
        path = form.cleaned_data["page"]
        actions.report_page(
            path=path,
            reason=form.cleaned_data["reason"],
            details=form.cleaned_data["details"],
            question=_public_question_at(path),
            signs=_signs(request, form, "report", f"{path} {form.cleaned_data['details']}", is_quoted=True),
        )
        return render(request, "consult/public/report_thanks.html", {"path": path})
    return render(request, "consult/public/report.html", {"form": form}, status=400 if form.errors else 200)


def _signs(
    request: HttpRequest, form: TrappedForm, kind: str, text: str, *, is_quoted: bool = False
) -> list[Sign]:
    """What about a post looks like abuse."""
    address = address_of(request)
    return suspicious(Post(kind, text, address, is_trapped=form.is_trapped, is_quoted=is_quoted))


def _public_question_at(path: str) -> Question | None:
    """The public question whose thread is at this path, or None."""
    try:
        number = resolve(path.split("?")[0]).kwargs.get("number")
    except Resolver404:
        return None
    return Question.objects.public().filter(pk=number).first() if number else None
