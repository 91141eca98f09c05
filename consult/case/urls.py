"""Addresses of the private case."""

from django.urls import path

from consult.case.views import (
    choices,
    contact,
    data,
    edit,
    erase,
    find,
    link,
    messages,
    overview,
    received,
    unsubscribe,
)

urlpatterns = [
    path("case/find/", find.find, name="case_find"),
    path("case/find/sent/", find.find_sent, name="case_find_sent"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe_view, name="unsubscribe"),
    path("cases/<str:token>/", find.list_cases, name="cases"),
    path("cases/<str:token>/<int:number>/", find.open_case, name="cases_open"),
    path("case/erased/<str:signed>/", erase.erased, name="case_erased"),
    path("case/<str:token>/", overview.show_case, name="case"),
    path("case/<str:token>/received/", received.received, name="case_received"),
    path("case/<str:token>/follow-up/", messages.followup, name="case_followup"),
    path("case/<str:token>/information/", messages.information, name="case_information"),
    path("case/<str:token>/edit/", edit.edit, name="case_edit"),
    path("case/<str:token>/email/", contact.contact, name="case_contact"),
    path("case/<str:token>/link/", link.link, name="case_link"),
    path("case/<str:token>/publish/", choices.publish, name="case_publish"),
    path("case/<str:token>/unpublish/", choices.unpublish, name="case_unpublish"),
    path("case/<str:token>/withdraw/", choices.withdraw, name="case_withdraw"),
    path("case/<str:token>/data/", data.data, name="case_data"),
    path("case/<str:token>/data.json", data.data_json, name="case_data_json"),
    path("case/<str:token>/erase/", erase.erase, name="case_erase"),
]
