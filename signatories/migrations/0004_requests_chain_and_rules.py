"""Requests to sign, the chained log, rules of signing, witnesses, notice, members of an umbrella."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import signatories.models.request
import signatories.models.rules
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from compact_portal.history import append_only
from signatories.refusals import CHAIN, REQUESTS, SIGNATURES


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0010_logo"),
        ("signatories", "0003_amendments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="awaits_witness",
            field=models.BooleanField(default=False, verbose_name="waits for a witness"),
        ),
        migrations.AddField(
            model_name="signature",
            name="codes",
            field=models.ManyToManyField(
                blank=True,
                related_name="included_in_signatures",
                to="compacts.edition",
                verbose_name="codes of practice included",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="leaves_on",
            field=models.DateField(blank=True, null=True, verbose_name="leaves on"),
        ),
        migrations.AddField(
            model_name="signature",
            name="notice_given_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="notice given"),
        ),
        migrations.AddField(
            model_name="signature",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="moment the text was opened"),
        ),
        migrations.AddField(
            model_name="signature",
            name="scan",
            field=models.FileField(blank=True, upload_to="scans/", verbose_name="scan of the paper"),
        ),
        migrations.AddField(
            model_name="signature",
            name="scan_digest",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="signature",
            name="witness_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="witness"),
        ),
        migrations.AddField(
            model_name="signature",
            name="witness_office",
            field=models.CharField(blank=True, max_length=120, verbose_name="office of the witness"),
        ),
        migrations.AddField(
            model_name="signature",
            name="witnessed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="moment of witnessing"),
        ),
        migrations.CreateModel(
            name="HistoricalSigningRules",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "grades",
                    models.JSONField(default=signatories.models.rules.full_only, verbose_name="grades on offer"),
                ),
                (
                    "choose_codes",
                    models.BooleanField(default=False, verbose_name="a signatory may leave out codes of practice"),
                ),
                ("needs_witness", models.BooleanField(default=False, verbose_name="a witness confirms each signature")),
                (
                    "days_to_sign",
                    models.PositiveSmallIntegerField(
                        default=28,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="how long a request to sign stays open",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=28,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="notice of a withdrawal",
                    ),
                ),
                (
                    "reminder_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days between two reminders",
                    ),
                ),
                (
                    "most_reminders",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MaxValueValidator(12)],
                        verbose_name="how many reminders at most",
                    ),
                ),
                (
                    "reaffirm_days",
                    models.PositiveSmallIntegerField(
                        default=182,
                        validators=[django.core.validators.MaxValueValidator(1000)],
                        verbose_name="time to re-affirm after a new edition",
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
                "verbose_name": "historical signing rules",
                "verbose_name_plural": "historical signing ruless",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SigningRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("invitation", "Invited by an officer"),
                            ("application", "Applied"),
                            ("reaffirmation", "Asked to re-affirm"),
                            ("handed_over", "Handed over by a colleague"),
                        ],
                        default="invitation",
                        max_length=16,
                        verbose_name="origin",
                    ),
                ),
                ("to_name", models.CharField(max_length=120, verbose_name="full name")),
                ("to_email", models.EmailField(max_length=254, verbose_name="email address")),
                ("note", models.TextField(blank=True, verbose_name="message")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("lapses_on", models.DateField(verbose_name="last day")),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("signed", "Signed"),
                            ("declined", "Declined"),
                            ("handed_over", "Handed over"),
                            ("lapsed", "Lapsed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "key",
                    models.CharField(
                        default=signatories.models.request.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("secret_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_requests",
                        to="compacts.edition",
                    ),
                ),
                (
                    "handed_to",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_from",
                        to="signatories.signingrequest",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_requests",
                        to="signatories.organisation",
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="signatories.signature",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SigningRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "grades",
                    models.JSONField(default=signatories.models.rules.full_only, verbose_name="grades on offer"),
                ),
                (
                    "choose_codes",
                    models.BooleanField(default=False, verbose_name="a signatory may leave out codes of practice"),
                ),
                ("needs_witness", models.BooleanField(default=False, verbose_name="a witness confirms each signature")),
                (
                    "days_to_sign",
                    models.PositiveSmallIntegerField(
                        default=28,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="how long a request to sign stays open",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=28,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="notice of a withdrawal",
                    ),
                ),
                (
                    "reminder_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days between two reminders",
                    ),
                ),
                (
                    "most_reminders",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MaxValueValidator(12)],
                        verbose_name="how many reminders at most",
                    ),
                ),
                (
                    "reaffirm_days",
                    models.PositiveSmallIntegerField(
                        default=182,
                        validators=[django.core.validators.MaxValueValidator(1000)],
                        verbose_name="time to re-affirm after a new edition",
                    ),
                ),
                (
                    "compact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signing_rules", to="compacts.compact"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SigningTrace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("address", models.GenericIPAddressField(null=True, unpack_ipv4=True, verbose_name="address")),
                ("browser", models.CharField(blank=True, max_length=300, verbose_name="browser")),
                ("salt", models.CharField(editable=False, max_length=32)),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traces",
                        to="signatories.signingrequest",
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traces",
                        to="signatories.signature",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ChainEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("facts", models.TextField(verbose_name="facts")),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "compact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="chain", to="compacts.compact"
                    ),
                ),
            ],
            options={
                "ordering": ["compact", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("compact", "number"), name="a_chain_has_one_entry_of_each_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("key", models.CharField(editable=False, max_length=24, unique=True)),
                ("secret_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("opted_out_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="why it opted out")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_through",
                        to="signatories.organisation",
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="signatories.signature"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=("signature", "organisation"),
                        name="an_umbrella_signs_for_a_member_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="signingrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("edition", "organisation"),
                name="an_organisation_is_asked_once_at_a_time",
                violation_error_message="This organisation has an open request to sign this edition already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="who_declines_to_sign_gives_a_reason",
                violation_error_message="Enter the reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True), ("signature__isnull", False), _connector="OR"
                ),
                name="a_signed_request_has_its_signature",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_request_that_is_over_says_since_when",
            ),
        ),
        *append_only("signatories_historicalsigningrules"),
        *SIGNATURES,
        *CHAIN,
        *REQUESTS,
    ]
