"""The draft of the next version of a procedure, one for a Compact at a time."""

import disputes.words
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0011_states_of_sealing"),
        ("disputes", "0009_rooms_and_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcedureDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stages", models.JSONField(default=list)),
                (
                    "presides",
                    models.CharField(
                        choices=disputes.words.Presides.choices,
                        default="chair",
                        max_length=12,
                        verbose_name="who presides",
                    ),
                ),
                (
                    "overall_amount",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="time over all"),
                ),
                (
                    "overall_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("working_days", "working days"),
                            ("days", "days"),
                            ("weeks", "weeks"),
                            ("months", "months"),
                        ],
                        max_length=12,
                    ),
                ),
                ("before", models.JSONField(blank=True, editable=False, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("begun_from", models.CharField(max_length=40)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "compact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedure_draft",
                        to="compacts.compact",
                    ),
                ),
            ],
        ),
    ]
