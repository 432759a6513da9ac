"""The Welsh of clauses, found by search like the English, and easy-read versions."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from compact_portal.compacts.indexing import searchable
from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0007_pending_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalEasyRead",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("body", models.TextField(verbose_name="text")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="compacts.edition",
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
                "verbose_name": "historical easy-read version",
                "verbose_name_plural": "historical easy-read versions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTranslation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "language",
                    models.CharField(choices=[("cy", "Welsh")], default="cy", max_length=2, verbose_name="language"),
                ),
                ("heading", models.CharField(blank=True, max_length=250, verbose_name="heading")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("made_from", models.CharField(editable=False, max_length=64)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="compacts.clause",
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
                "verbose_name": "historical translation",
                "verbose_name_plural": "historical translations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="EasyRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(verbose_name="text")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="easy_read", to="compacts.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "easy-read version",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="an_easy_read_version_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(choices=[("cy", "Welsh")], default="cy", max_length=2, verbose_name="language"),
                ),
                ("heading", models.CharField(blank=True, max_length=250, verbose_name="heading")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("made_from", models.CharField(editable=False, max_length=64)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="translations", to="compacts.clause"
                    ),
                ),
            ],
            options={
                "ordering": ["clause__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("clause", "language"), name="a_clause_is_translated_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heading", ""), _negated=True),
                            models.Q(("body", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_translation_says_something",
                    ),
                ],
            },
        ),
        *append_only("compacts_historicaltranslation"),
        *append_only("compacts_historicaleasyread"),
        searchable("compacts_translation", config="simple", tokenizer="unicode61 remove_diacritics 2"),
    ]
