"""Papers of a dispute, who else read them, how long a case is kept, and what the database lets go of when it is anonymised."""

import disputes.models.evidence
import disputes.words
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from compact_portal.history import append_only
from disputes.refusals import DISPUTES_FORGOTTEN, EVENTS_FORGOTTEN, EVIDENCE, HOLDS, READS


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0011_states_of_sealing"),
        ("disputes", "0007_endings"),
        ("portal", "0005_forgotten"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="dispute",
            name="begun_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="chosen_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nominations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="HistoricalRetentionRule",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(15),
                        ],
                        verbose_name="years after the end",
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                "verbose_name": "historical retention rule",
                "verbose_name_plural": "historical retention rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.CharField(
                        blank=True, choices=disputes.words.Party.choices, max_length=12, verbose_name="asked for by"
                    ),
                ),
                ("placed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", models.TextField(verbose_name="reason")),
                ("ends_on", models.DateField(verbose_name="until")),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="disputes.dispute"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-placed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RetentionWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("warned_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("goes_on", models.DateField()),
                (
                    "dispute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retention_warning",
                        to="disputes.dispute",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("file", models.FileField(blank=True, upload_to=disputes.models.evidence.somewhere_else)),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("png", "picture (PNG)"),
                            ("jpg", "picture (JPEG)"),
                            ("txt", "plain text"),
                            ("csv", "table (CSV)"),
                            ("docx", "Word document"),
                            ("xlsx", "Excel workbook"),
                            ("odt", "OpenDocument text"),
                            ("ods", "OpenDocument spreadsheet"),
                            ("eml", "mail"),
                        ],
                        max_length=4,
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("digest", models.CharField(max_length=64, verbose_name="digest (SHA-256)")),
                ("description", models.CharField(max_length=300, verbose_name="what it shows")),
                ("audience", models.CharField(choices=disputes.words.Audience.choices, default="case", max_length=20)),
                ("party", models.CharField(choices=disputes.words.Party.choices, max_length=12)),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("entered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("not-scanned", "Not checked for viruses"),
                            ("waiting", "Waiting for the check for viruses"),
                            ("clean", "Checked for viruses"),
                            ("infected", "Held back: it holds a virus"),
                        ],
                        default="not-scanned",
                        max_length=12,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("removed_why", models.CharField(blank=True, max_length=300, verbose_name="why it was removed")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="disputes.dispute"
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["dispute", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("dispute", "number"), name="a_paper_has_a_number_of_its_own"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_why", "")),
                            models.Q(("removed_at__isnull", False), models.Q(("removed_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_paper_is_removed_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("audience__in", ["case", "mediation", "complainant-room", "respondent-room"])
                        ),
                        name="a_paper_is_for_the_case_the_mediation_or_a_room",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.CharField(
                        blank=True, choices=disputes.words.Party.choices, max_length=12, verbose_name="as"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("case", "The page of the case"), ("evidence", "A paper"), ("file", "The case file")],
                        max_length=8,
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                ("hour", models.DateTimeField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reads", to="disputes.dispute"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dispute", "person", "what", "number", "hour"), name="a_read_is_noted_once_an_hour"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintedCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("rendering", "Being made"),
                            ("sealing", "Being sealed"),
                            ("sealed", "Sealed"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=250)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reader",
                    models.CharField(
                        choices=[
                            ("complainant", "For the complainant"),
                            ("respondent", "For the respondent"),
                            ("others", "Without names and words"),
                        ],
                        max_length=12,
                    ),
                ),
                ("form", models.CharField(choices=[("pdf", "PDF"), ("zip", "ZIP")], max_length=3)),
                ("file", models.FileField(blank=True, upload_to="cases/")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="printed", to="disputes.dispute"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dispute", "reader", "form", "content_digest"), name="a_case_is_printed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(15),
                        ],
                        verbose_name="years after the end",
                    ),
                ),
                (
                    "compact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_rule",
                        to="compacts.compact",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 15)),
                        name="cases_are_kept_for_1_to_15_years",
                    )
                ],
            },
        ),
        *DISPUTES_FORGOTTEN,
        *EVENTS_FORGOTTEN,
        *EVIDENCE,
        *READS,
        *HOLDS,
        *append_only("disputes_historicalretentionrule"),
    ]
