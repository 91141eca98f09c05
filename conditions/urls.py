"""Addresses below /conditions/."""

from django.urls import path

from conditions.views import pages

app_name = "conditions"

urlpatterns = [
    path("", pages.page_list, name="list"),
    path("categories/", pages.category_list, name="categories"),
    path("category/<slug:slug>/", pages.category, name="category"),
    path("<slug:slug>/", pages.page, name="page"),
    path("<slug:slug>/asked/<slug:anchor>/", pages.asked, name="asked"),
]
