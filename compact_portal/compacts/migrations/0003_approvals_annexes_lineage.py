"""Approvals by each sector, annexes, what is published together, guidance, and clauses merged from several."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from compact_portal.compacts import refusals


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0002_frozen_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sector",
                    models.CharField(
                        choices=[("statutory", "Statutory sector"), ("vcs", "Voluntary and community sector")],
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("approved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("taken_back_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ["approved_at", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="compact",
            options={
                "ordering": ["name"],
                "permissions": [
                    ("view_drafts", "Can read drafts"),
                    ("sit_on_forum", "Sits on the Compact Forum"),
                    ("chair_forum", "Chairs the Compact Forum"),
                    ("deputise_for_chair", "Acts for the chair of the Compact Forum"),
                    ("approve_for_statutory", "Approves texts for the statutory sector"),
                    ("approve_for_vcs", "Approves texts for the voluntary and community sector"),
                ],
            },
        ),
        migrations.AddField(
            model_name="clause",
            name="guidance",
            field=models.TextField(
                blank=True,
                help_text="Help for those who write it; never part of what is agreed.",
                verbose_name="guidance",
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="merged_from",
            field=models.ManyToManyField(
                blank=True,
                help_text="The other clauses before, besides `previous`, that were merged into this one.",
                related_name="merged_into",
                to="compacts.clause",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="published_with",
            field=models.ForeignKey(
                blank=True,
                help_text="The edition with which this one is published at one moment: a code or annex with its agreement.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="companions",
                to="compacts.edition",
            ),
        ),
        migrations.AddField(
            model_name="historicalclause",
            name="guidance",
            field=models.TextField(
                blank=True,
                help_text="Help for those who write it; never part of what is agreed.",
                verbose_name="guidance",
            ),
        ),
        migrations.AddField(
            model_name="historicaledition",
            name="published_with",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The edition with which this one is published at one moment: a code or annex with its agreement.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="compacts.edition",
            ),
        ),
        migrations.AlterField(
            model_name="historicaltext",
            name="kind",
            field=models.CharField(
                choices=[("agreement", "Agreement"), ("code", "Code of practice"), ("annex", "Annex")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="text",
            name="kind",
            field=models.CharField(
                choices=[("agreement", "Agreement"), ("code", "Code of practice"), ("annex", "Annex")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_with", None),
                    models.Q(("published_with", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="an_edition_is_published_with_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "annex"), _negated=True), ("compact__isnull", False), _connector="OR"
                ),
                name="an_annex_belongs_to_a_compact",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="compacts.edition"
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("edition", "sector", "digest"),
                name="a_sector_approves_the_same_words_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("edition", "person", "digest"),
                name="a_person_approves_the_same_words_for_one_sector",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_at", None), ("taken_back_at__gte", models.F("approved_at")), _connector="OR"
                ),
                name="an_approval_is_given_before_it_is_taken_back",
            ),
        ),
        *refusals.AGREED_CLAUSES,
        *refusals.AGREED_EDITIONS,
        *refusals.AGREED_MERGERS,
        *refusals.CLAUSE_HISTORY,
        *refusals.EDITION_HISTORY,
        *refusals.APPROVALS,
    ]
