"""The addresses of casework. Fixed words stand before codes, so that no code hides a page."""

from casework.urls import cases, exceptions, intake

app_name = "casework"
urlpatterns = [*intake.urlpatterns, *exceptions.urlpatterns, *cases.urlpatterns]
