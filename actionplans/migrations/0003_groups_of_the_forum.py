"""Working groups are known by the signatories app from now on; their tables stay as they are."""

import django.db.models.deletion
from django.db import migrations, models

GROUP = {
    "blank": True,
    "null": True,
    "to": "signatories.workinggroup",
    "verbose_name": "working group",
}


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0002_append_only"), ("signatories", "0011_working_groups")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "action",
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="actions", **GROUP),
                ),
                migrations.AlterField(
                    "historicalaction",
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        **GROUP,
                    ),
                ),
                migrations.DeleteModel("HistoricalWorkingGroup"),
                migrations.DeleteModel("WorkingGroup"),
            ]
        )
    ]
