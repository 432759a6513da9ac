"""Adoption by named bodies; local codes and the national editions they go back to; newer versions and decisions."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0003_append_only"),
        ("compacts", "0002_frozen_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("note", models.TextField(blank=True, verbose_name="why")),
                ("lineage", models.UUIDField()),
                ("heading", models.CharField(blank=True, max_length=250)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Derivation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="NewVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("as_it_is", "The newer version is adopted as it is"),
                            ("draft", "A draft of the local code was made"),
                            ("kept", "What is adopted stays as it is"),
                        ],
                        max_length=10,
                        verbose_name="what came of it",
                    ),
                ),
            ],
            options={
                "ordering": ["begun_at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="adoption",
            name="a_compact_adopts_an_edition_of_a_code_once",
        ),
        migrations.AddField(
            model_name="adoption",
            name="bodies",
            field=models.TextField(
                blank=True, help_text="One a line; none: for all.", null=True, verbose_name="for which bodies"
            ),
        ),
        migrations.AddField(
            model_name="historicaladoption",
            name="bodies",
            field=models.TextField(
                blank=True, help_text="One a line; none: for all.", null=True, verbose_name="for which bodies"
            ),
        ),
        migrations.AlterField(
            model_name="adoption",
            name="how",
            field=models.CharField(
                choices=[("as_it_is", "As it is"), ("adapted", "Adapted"), ("own", "Its own")],
                default="as_it_is",
                max_length=10,
                verbose_name="how",
            ),
        ),
        migrations.AlterField(
            model_name="historicaladoption",
            name="how",
            field=models.CharField(
                choices=[("as_it_is", "As it is"), ("adapted", "Adapted"), ("own", "Its own")],
                default="as_it_is",
                max_length=10,
                verbose_name="how",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bodies", None), ("until_on", None)),
                fields=("compact", "edition"),
                name="a_compact_adopts_an_edition_of_a_code_once",
                violation_error_message="This Compact has already adopted that code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None)),
                fields=("compact", "edition", "bodies"),
                name="bodies_adopt_an_edition_of_a_code_once",
                violation_error_message="These bodies have already adopted that code.",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AddField(
            model_name="derivation",
            name="edition",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="derivation", to="compacts.edition"
            ),
        ),
        migrations.AddField(
            model_name="derivation",
            name="national",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="local_editions", to="compacts.edition"
            ),
        ),
        migrations.AddField(
            model_name="newversion",
            name="adoption",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="new_versions", to="codes.adoption"
            ),
        ),
        migrations.AddField(
            model_name="newversion",
            name="draft",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="compacts.edition",
            ),
        ),
        migrations.AddField(
            model_name="newversion",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="looked_through", to="compacts.edition"
            ),
        ),
        migrations.AddField(
            model_name="newversion",
            name="finished_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="new_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="codes.newversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="newversion",
            constraint=models.UniqueConstraint(fields=("adoption", "edition"), name="a_version_is_looked_through_once"),
        ),
        migrations.AddConstraint(
            model_name="newversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("finished_by", None), ("outcome", "")),
                    models.Q(
                        ("finished_at__isnull", False),
                        ("finished_by__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_is_finished_has_an_outcome_and_somebody",
            ),
        ),
        *append_only("codes_decision"),
    ]
