"""History is only ever added to."""

from django.db import migrations

from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [("codes", "0002_initial")]

    operations = [
        *append_only("codes_historicalcode"),
        *append_only("codes_historicaladoption"),
    ]
