"""Addresses of the public pages."""

from django.urls import path

from consult.public.views import doctors, emergency, feedback, feeds, specialties, threads

urlpatterns = [
    path("emergency/", emergency.emergency, name="emergency"),
    path("questions/", threads.question_list, name="questions"),
    path("questions/feed/", feeds.NewAnswers(), name="feed"),
    path("questions/<int:number>/", threads.thread, name="thread_by_number"),
    path("questions/<int:number>/<str:slug>/", threads.thread, name="thread"),
    path("questions/<int:number>/<str:slug>/print/", threads.thread_print, name="thread_print"),
    path("questions/<int:number>/replies/<int:reply_pk>/vote/", feedback.vote, name="vote"),
    path("report/", feedback.report, name="report"),
    path("specialties/", specialties.specialty_list, name="specialties"),
    path("specialties/<slug:slug>/", specialties.specialty, name="specialty"),
    path("specialties/<slug:slug>/all-topics/", specialties.topic_list, name="topics"),
    path("specialties/<slug:slug>/<slug:topic_slug>/", specialties.topic, name="topic"),
    path("doctors/", doctors.doctor_list, name="doctors"),
    path("doctors/<slug:slug>/", doctors.doctor, name="doctor"),
]
