"""Working groups belong to the Forum: their table, made with the action plans, is known here from now on."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0002_append_only"),
        ("compacts", "0001_initial"),
        ("signatories", "0010_claims_and_witnesses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="WorkingGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("remit", models.TextField(max_length=1000, verbose_name="what it is to do")),
                        (
                            "compact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="working_groups",
                                to="compacts.compact",
                            ),
                        ),
                    ],
                    options={"db_table": "actionplans_workinggroup", "ordering": ["name"]},
                ),
                migrations.AddConstraint(
                    model_name="workinggroup",
                    constraint=models.UniqueConstraint(
                        fields=("compact", "name"),
                        name="a_working_group_has_its_own_name",
                        violation_error_message="This Compact already has a working group of that name.",
                    ),
                ),
                migrations.CreateModel(
                    name="HistoricalWorkingGroup",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("remit", models.TextField(max_length=1000, verbose_name="what it is to do")),
                        ("history_change_reason", models.TextField(blank=True, null=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "compact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="compacts.compact",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical working group",
                        "verbose_name_plural": "historical working groups",
                        "db_table": "actionplans_historicalworkinggroup",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        )
    ]
