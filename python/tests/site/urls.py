import views
from django.urls import path

urlpatterns = [
    path("page/<int:number>/", views.page),
    path("jinja/", views.jinja),
    path("secret/", views.secret),
    path("single/", views.single),
    path("composed/", views.composed),
    path("broken/", views.broken),
    path("saving/", views.saving),
    path("waiting/", views.waiting),
    path("rows/<str:way>/", views.read_rows),
    path("streaming/", views.streaming),
    path("streaming-async/", views.streaming_async),
    path("outgoing/<str:library>/<int:port>/", views.outgoing),
    path("outgoing-async/<str:library>/<int:port>/", views.outgoing_async),
    path("publish/<str:name>/", views.publish),
    path("eager/<str:name>/", views.eager),
    path("traced/", views.traced),
    path("traced-async/", views.traced_async),
    path("traced-apart/", views.traced_apart),
]
