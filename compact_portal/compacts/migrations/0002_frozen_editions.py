"""The database refuses every change to an agreed edition's words, and to history."""

from django.db import migrations

from compact_portal.compacts import refusals
from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [("compacts", "0001_initial")]

    operations = [
        *refusals.AGREED_CLAUSES,
        *refusals.AGREED_EDITIONS,
        *append_only("compacts_editionevent"),
        *refusals.CLAUSE_HISTORY,
        *refusals.EDITION_HISTORY,
        *append_only("compacts_historicalcompact"),
        *append_only("compacts_historicaltext"),
    ]
