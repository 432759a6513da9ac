"""Addresses of the compacts pages."""

from django.urls import path, register_converter

from compact_portal.compacts import views


class NumberConverter:
    """The number of a clause in an address: 4.3, glossary.4."""

    regex = "[a-z0-9]+(?:[.-][a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """Return the number as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number as it is."""
        return value


register_converter(NumberConverter, "number")


def pages_of_a_text(before: str, under: str = "") -> list:
    """The addresses of a text's editions and clauses: the same for agreements and for codes of practice."""
    more = {"under": under}
    one = f"{before}<slug:edition>/"
    return [
        path(f"{before}editions/", views.editions, more, name="editions"),
        path(f"{before}import/", views.import_text, more, name="import"),
        path(one, views.edition, more, name="edition"),
        path(f"{one}edit/", views.edit, more, name="edit"),
        path(f"{one}add/", views.add_clause, more, name="add"),
        path(f"{one}move/", views.move_clause, more, name="move"),
        path(f"{one}publish/", views.publish, more, name="publish"),
        path(f"{one}history/", views.edition_history, more, name="history"),
        path(f"{one}<number:number>/", views.clause, more, name="clause"),
        path(f"{one}<number:number>/edit/", views.edit_clause, more, name="edit_clause"),
        path(f"{one}<number:number>/delete/", views.delete_clause, more, name="delete_clause"),
        path(f"{one}<number:number>/history/", views.clause_history, more, name="clause_history"),
    ]


app_name = "compacts"
urlpatterns = [
    path("compacts/", views.directory, name="directory"),
    path("compacts.csv", views.directory_csv, name="directory_csv"),
    path("compacts.json", views.directory_json, name="directory_json"),
    path("compacts/<slug:slug>/agreement/", views.agreement, name="agreement"),
    *pages_of_a_text("compacts/<slug:slug>/agreement/"),
]
