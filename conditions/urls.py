"""Addresses below /conditions/."""

from django.urls import path

from conditions import views

app_name = "conditions"

urlpatterns = [
    path("", views.page_list, name="list"),
    path("categories/", views.category_list, name="categories"),
    path("category/<slug:slug>/", views.category, name="category"),
    path("<slug:slug>/", views.page, name="page"),
]
