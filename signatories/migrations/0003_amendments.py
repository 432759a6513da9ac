"""Amendments that signatories propose; what was proposed is never changed or removed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from compact_portal.history import append_only, refuse


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0006_printed_editions"),
        ("signatories", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for the Annual Review"),
                            ("put-off", "Put off to the next review"),
                            ("accepted", "Accepted"),
                            ("reworded", "Accepted with changes"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("change", "Change its wording"),
                            ("delete", "Leave it out"),
                            ("add", "Add a new clause after it"),
                        ],
                        max_length=8,
                        verbose_name="what it does",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("section", "Section"),
                            ("principle", "Shared principle"),
                            ("commitment", "Commitment"),
                            ("definition", "Definition"),
                            ("text", "Text"),
                        ],
                        max_length=12,
                        verbose_name="kind of the new clause",
                    ),
                ),
                (
                    "owed_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("statutory", "Statutory sector"),
                            ("vcs", "Voluntary and community sector"),
                            ("both", "Both sectors"),
                        ],
                        max_length=10,
                        verbose_name="who owes the new clause",
                    ),
                ),
                ("heading", models.CharField(blank=True, max_length=250, verbose_name="proposed heading")),
                ("body", models.TextField(blank=True, verbose_name="proposed wording")),
                ("reason", models.TextField(verbose_name="reason")),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_heading", models.CharField(blank=True, max_length=250, verbose_name="agreed heading")),
                ("agreed_body", models.TextField(blank=True, verbose_name="agreed wording")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                ("decided_at_review", models.CharField(blank=True, max_length=160, verbose_name="who decided")),
                ("decision_reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="compacts.clause"
                    ),
                ),
                (
                    "compact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="compacts.compact"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="amended_by",
                        to="compacts.edition",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="compacts.edition"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="came_from",
                        to="compacts.clause",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="amendments",
                        to="signatories.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="signatories.organisation",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-submitted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AmendmentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("note", models.TextField(blank=True, verbose_name="why")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for the Annual Review"),
                            ("put-off", "Put off to the next review"),
                            ("accepted", "Accepted"),
                            ("reworded", "Accepted with changes"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for the Annual Review"),
                            ("put-off", "Put off to the next review"),
                            ("accepted", "Accepted"),
                            ("reworded", "Accepted with changes"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="signatories.amendment"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.UniqueConstraint(fields=("compact", "number"), name="amendments_are_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("what", "delete"),
                    models.Q(("heading", ""), _negated=True),
                    models.Q(("body", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_amendment_has_words",
                violation_error_message="Enter the wording you propose.",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]), ("submitted_at__isnull", False), _connector="OR"
                ),
                name="what_is_not_a_draft_was_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("decision_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_refusal_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["accepted", "reworded", "declined", "put-off"]), _negated=True),
                    models.Q(("decided_on__isnull", False), models.Q(("decided_at_review", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_decision_has_a_day_and_somebody_who_took_it",
            ),
        ),
        *append_only("signatories_amendmentevent"),
        refuse(
            "amendments_are_never_removed",
            "signatories_amendment",
            "DELETE",
            "An amendment is withdrawn, never removed.",
        ),
        refuse(
            "amendments_keep_what_was_proposed",
            "signatories_amendment",
            "UPDATE",
            "An amendment that was submitted keeps its words.",
            when="OLD.submitted_at IS NOT NULL AND (NEW.submitted_at IS NULL OR NEW.clause_id <> OLD.clause_id "
            "OR NEW.organisation_id <> OLD.organisation_id OR NEW.what <> OLD.what OR NEW.kind <> OLD.kind "
            "OR NEW.owed_by <> OLD.owed_by OR NEW.heading <> OLD.heading OR NEW.body <> OLD.body "
            "OR NEW.reason <> OLD.reason)",
        ),
    ]
