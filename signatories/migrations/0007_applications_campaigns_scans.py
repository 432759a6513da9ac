"""Applications to sign, campaigns of re-affirmation and their reminders, scans of signature pages."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0010_logo"),
        ("signatories", "0006_agreements_of_districts_and_in_welsh"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("statutory", "Statutory sector"), ("vcs", "Voluntary and community sector")],
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("council", "Council"),
                            ("health", "Health body"),
                            ("police", "Police"),
                            ("fire", "Fire and rescue"),
                            ("partnership", "Partnership"),
                            ("other_public", "Other public body"),
                            ("charity", "Charity"),
                            ("group", "Community group"),
                            ("company", "Social enterprise or company"),
                            ("faith", "Faith group"),
                            ("infrastructure", "Infrastructure body (CVS)"),
                            ("network", "Network or forum"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("charity_number", models.CharField(blank=True, max_length=12, verbose_name="charity number")),
                ("company_number", models.CharField(blank=True, max_length=8, verbose_name="company number")),
                ("site", models.URLField(blank=True, verbose_name="website")),
                ("person_name", models.CharField(blank=True, max_length=120, verbose_name="full name")),
                ("office", models.CharField(blank=True, max_length=120, verbose_name="office")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("words", models.TextField(blank=True, verbose_name="what the officer should know")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Address not confirmed yet"),
                            ("waiting", "Waiting for an officer"),
                            ("held", "Held back: it may be spam"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("spam", "Spam"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("signs", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "compact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="compacts.compact"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="signatories.organisation",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="signatories.signingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("note", models.TextField(blank=True, verbose_name="why")),
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
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="signatories.application"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("says_from", models.DateField(verbose_name="last day to re-affirm")),
                ("reminder_days", models.PositiveSmallIntegerField(verbose_name="days between two reminders")),
                ("most_reminders", models.PositiveSmallIntegerField(verbose_name="how many reminders at most")),
                ("note", models.TextField(blank=True, verbose_name="message")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaign", to="compacts.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at"],
            },
        ),
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("note", models.TextField(blank=True, verbose_name="why")),
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="signatories.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="signatories.campaign"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="signatories.signingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to="scans/")),
                ("preview", models.FileField(blank=True, upload_to="scans/")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application/pdf", "application/pdf"),
                            ("image/png", "image/png"),
                            ("image/jpeg", "image/jpeg"),
                        ],
                        max_length=40,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "found",
                    models.CharField(
                        choices=[("code", "By its QR code"), ("key", "By the short key that was typed")],
                        max_length=8,
                        verbose_name="how it was matched",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for an officer"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Not accepted"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="signatories.signingrequest",
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="signatories.signature",
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
                "ordering": ["uploaded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ScanEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("note", models.TextField(blank=True, verbose_name="why")),
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
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="signatories.scan"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignaturePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("rendering", "Being made"),
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
                ("file", models.FileField(blank=True, upload_to="pages/")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="signatories.signingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["compact", "state"], name="applications_by_state"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "spam"]), _negated=True),
                    models.Q(("email", ""), ("person_name", "")),
                    _connector="OR",
                ),
                name="nobody_is_kept_of_an_application_refused",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    models.Q(("organisation__isnull", False), ("request__isnull", False)),
                    _connector="OR",
                ),
                name="an_accepted_application_has_its_organisation_and_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminder_days__gte", 3)), name="reminders_are_at_least_three_days_apart"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("request", "number"), name="a_request_is_reminded_of_once_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("request",),
                name="one_scan_of_a_request_waits_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signature__isnull", False), ("state", "confirmed")),
                    models.Q(models.Q(("state", "confirmed"), _negated=True), ("signature", None)),
                    _connector="OR",
                ),
                name="a_confirmed_scan_has_its_signature",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturepage",
            constraint=models.UniqueConstraint(
                fields=("request", "content_digest"), name="a_signature_page_is_printed_once"
            ),
        ),
        *append_only("signatories_applicationevent"),
        *append_only("signatories_campaignevent"),
        *append_only("signatories_reminder"),
        *append_only("signatories_scanevent"),
    ]
