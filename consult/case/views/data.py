"""Everything we keep about a case, for its patient."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from consult.case.access import Case, case_page
from consult.case.export import export
from consult.case.readable import readable


@case_page
def data(request: HttpRequest, case: Case) -> HttpResponse:
    """Show the data as a page that reads and prints well."""
    return render(
        request, "consult/case/data.html", {"case": case, "sections": readable(export(case.question))}
    )


@case_page
def data_json(request: HttpRequest, case: Case) -> HttpResponse:
    """Give the same data as a JSON file."""
    response = JsonResponse(export(case.question), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="case-{case.question.pk}.json"'
    return response
