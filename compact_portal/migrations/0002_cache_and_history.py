"""The table of the shared cache; the record of rights is only ever added to."""

from django.core.management import call_command
from django.db import migrations

from compact_portal.history import append_only


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
        *append_only("portal_accessevent"),
    ]
