"""History is only ever added to."""

from django.db import migrations

from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        *append_only("accounts_historicaluser"),
    ]
