"""Settlements and their papers, remedies, each party's view of the outcome, lessons and summaries."""

import disputes.words
import django.db.models.deletion
import django.utils.timezone
import secrets
from django.conf import settings
from django.db import migrations, models

from disputes.refusals import SETTLEMENTS


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0011_states_of_sealing"),
        ("disputes", "0006_notices_and_reminders"),
        ("portal", "0005_forgotten"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("round", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed by both parties"),
                            ("turned-down", "Turned down"),
                            ("taken-back", "Taken back"),
                            ("superseded", "Replaced by another proposal"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                (
                    "proposed_by_side",
                    models.CharField(
                        choices=[("complainant", "Complainant"), ("respondent", "Respondent")], max_length=12
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("audience", models.CharField(choices=disputes.words.Audience.choices, max_length=20)),
                ("terms", models.TextField()),
                ("remedies", models.JSONField(blank=True, default=list)),
                ("outcome", models.CharField(choices=disputes.words.Outcome.choices, max_length=24)),
                ("remedy_met", models.CharField(choices=disputes.words.RemedyMet.choices, max_length=12)),
                ("digest", models.CharField(max_length=64)),
                ("salt", models.CharField(default=secrets.token_hex, max_length=64)),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="disputes.dispute"
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="disputes.settlement",
                    ),
                ),
            ],
            options={
                "ordering": ["dispute", "number"],
            },
        ),
        migrations.CreateModel(
            name="Remedy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("what", models.TextField(max_length=1000, verbose_name="what is to be done")),
                (
                    "owed_by",
                    models.CharField(
                        choices=[("complainant", "Complainant"), ("respondent", "Respondent")],
                        max_length=12,
                        verbose_name="who does it",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="by when")),
                ("first_due_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("done_note", models.TextField(blank=True)),
                ("not_done_reason", models.TextField(blank=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("asked_due_on", models.DateField(blank=True, null=True)),
                (
                    "asked_by_side",
                    models.CharField(
                        blank=True,
                        choices=[("complainant", "Complainant"), ("respondent", "Respondent")],
                        max_length=12,
                    ),
                ),
                ("asked_reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remedies", to="disputes.dispute"
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owed_remedies",
                        to="disputes.settlement",
                    ),
                ),
            ],
            options={
                "ordering": ["dispute", "number"],
            },
        ),
        migrations.CreateModel(
            name="SettlementPaper",
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
                ("short_id", models.CharField(blank=True, max_length=10, verbose_name="number")),
                ("unsealed_digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 before sealing")),
                ("sealed_digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file")),
                ("sealed_at", models.DateTimeField(blank=True, null=True, verbose_name="sealed")),
                ("time_stamped_by", models.CharField(blank=True, max_length=250, verbose_name="time-stamp authority")),
                ("file", models.FileField(blank=True, upload_to="settlements/")),
                (
                    "key",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.sealingcertificate",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="disputes.settlement"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SettlementSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("complainant", "Complainant"), ("respondent", "Respondent")], max_length=12
                    ),
                ),
                ("whom", models.CharField(max_length=250)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("office", models.CharField(max_length=120, verbose_name="office")),
                ("digest", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="disputes.settlement"
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "written_by_side",
                    models.CharField(
                        choices=[
                            ("complainant", "Complainant"),
                            ("respondent", "Respondent"),
                            ("chair", "Chair of the Forum"),
                        ],
                        max_length=12,
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("digest", models.CharField(max_length=64)),
                (
                    "complainant_says",
                    models.CharField(blank=True, choices=[("", ""), ("yes", "yes"), ("no", "no")], max_length=3),
                ),
                (
                    "respondent_says",
                    models.CharField(blank=True, choices=[("", ""), ("yes", "yes"), ("no", "no")], max_length=3),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("between", models.CharField(max_length=200)),
                ("about", models.TextField(max_length=1500)),
                ("came_of_it", models.TextField(max_length=1500)),
                ("outcome", models.CharField(blank=True, choices=disputes.words.Outcome.choices, max_length=24)),
                ("remedy_met", models.CharField(blank=True, choices=disputes.words.RemedyMet.choices, max_length=12)),
                ("clauses", models.ManyToManyField(related_name="case_summaries", to="compacts.clause")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="disputes.dispute"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "case summaries",
                "ordering": ["-written_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            models.Q(("complainant_says", "no"), _negated=True),
                            models.Q(("respondent_says", "no"), _negated=True),
                        ),
                        fields=("dispute",),
                        name="one_summary_of_a_case_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "written_by_side",
                    models.CharField(
                        choices=[
                            ("complainant", "Complainant"),
                            ("respondent", "Respondent"),
                            ("chair", "Chair of the Forum"),
                        ],
                        max_length=12,
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("digest", models.CharField(max_length=64)),
                (
                    "complainant_says",
                    models.CharField(blank=True, choices=[("", ""), ("yes", "yes"), ("no", "no")], max_length=3),
                ),
                (
                    "respondent_says",
                    models.CharField(blank=True, choices=[("", ""), ("yes", "yes"), ("no", "no")], max_length=3),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.TextField(max_length=500)),
                ("opens_on", models.DateField()),
                ("taken_as", models.CharField(blank=True, max_length=120)),
                ("taken_at_address", models.CharField(blank=True, max_length=200)),
                ("not_taken", models.TextField(blank=True, max_length=500)),
                ("clauses", models.ManyToManyField(related_name="lessons", to="compacts.clause")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="disputes.dispute"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("not_taken", ""), ("taken_as", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("taken_as", ""), ("not_taken", ""), _connector="XOR"),
                            ),
                            _connector="OR",
                        ),
                        name="a_lesson_is_taken_or_put_aside_for_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(default=0)),
                (
                    "side",
                    models.CharField(
                        choices=[("complainant", "Complainant"), ("respondent", "Respondent")], max_length=12
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("recorded", models.BooleanField(default=False)),
                ("agrees", models.BooleanField(null=True)),
                ("outcome", models.CharField(choices=disputes.words.Outcome.choices, max_length=24)),
                ("remedy_met", models.CharField(choices=disputes.words.RemedyMet.choices, max_length=12)),
                ("words", models.TextField(blank=True)),
                ("points", models.JSONField(blank=True, default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcome_views", to="disputes.dispute"
                    ),
                ),
            ],
            options={
                "ordering": ["dispute", "at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dispute", "round", "side"), name="each_party_says_once_what_came_of_a_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded", True), ("agrees__isnull", False), _connector="OR"),
                        name="the_other_party_agrees_or_not",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                fields=("dispute", "number"), name="settlements_of_a_dispute_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("dispute", "round"),
                name="one_proposal_at_a_time_is_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest", ""), _negated=True), name="a_settlement_has_a_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state", "proposed")),
                    models.Q(models.Q(("state", "proposed"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_proposal_is_open_until_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["mediation", "parties"])),
                name="a_settlement_is_for_the_parties_and_their_mediator",
            ),
        ),
        migrations.AddIndex(
            model_name="remedy",
            index=models.Index(
                condition=models.Q(("confirmed_at", None), ("done_on", None), ("released_at", None)),
                fields=["due_on"],
                name="remedies_still_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.UniqueConstraint(fields=("dispute", "number"), name="remedies_of_a_dispute_are_numbered"),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at", None), ("done_on__isnull", False), _connector="OR"),
                name="a_remedy_is_confirmed_once_it_is_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at", None), ("released_at", None), _connector="OR"),
                name="a_remedy_ends_in_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_by_side", ""), ("asked_due_on", None), ("asked_reason", "")),
                    models.Q(
                        ("asked_due_on__isnull", False),
                        models.Q(("asked_by_side", ""), _negated=True),
                        models.Q(("asked_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="another_day_is_asked_for_by_somebody_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementpaper",
            constraint=models.UniqueConstraint(
                fields=("settlement", "content_digest"), name="a_settlement_is_printed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementpaper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("short_id", ""), _negated=True),
                fields=("short_id",),
                name="a_number_means_one_settlement",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementsignature",
            constraint=models.UniqueConstraint(
                fields=("settlement", "side"), name="each_party_signs_a_settlement_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest", ""), _negated=True), name="a_signature_binds_to_words"
            ),
        ),
        *SETTLEMENTS,
    ]
