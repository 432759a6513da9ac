"""Sessions that came through a mailed link, witnesses, how it was known who signed; the log of what was signed before."""

from datetime import UTC, datetime

import django.db.models.deletion
import django.utils.timezone
import signatories.models.mailed
from django.conf import settings
from django.db import migrations, models

from compact_portal.history import OwnSQL
from signatories.models.chain import NOTHING_BEFORE, canonical, hash_of, instant, sealed
from signatories.refusals import CODES_SIGNED, REQUESTS, SIGNATURES_WHOLE


HOW = """UPDATE signatories_signature SET identified_by = 'account' WHERE method = 'online'"""
SIGNATURES_BEFORE = """
    SELECT signature.id, signature.edition_id, signature.organisation_id, signature.digest, signature.grade,
        signature.method, signature.identified_by, signature.signed_on, signature.signed_at, signature.opened_at,
        signature.declaration, signature.signed_name, signature.office, signature.authority, signature.on_behalf_of,
        signature.withdrawn_on, signature.withdrawal_reason,
        text.compact_id, text.slug, edition.slug, organisation.name, event.action, event.at, event.actor_id
    FROM signatories_signature signature
    JOIN compacts_edition edition ON edition.id = signature.edition_id
    JOIN compacts_text text ON text.id = edition.text_id
    JOIN signatories_organisation organisation ON organisation.id = signature.organisation_id
    JOIN signatories_signatureevent event ON event.signature_id = signature.id
    WHERE event.action IN ('signed', 'recorded', 'withdrawn')
    ORDER BY text.compact_id, event.at, event.id
"""
INSERT = """
    INSERT INTO signatories_chainentry (compact_id, number, at, actor_id, action, facts, previous_hash, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


def moment(value):
    """A moment as the database in use gives it, with its time zone."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def entry_of(row):
    """Action and facts of what happened to a signature, as the log would have had them."""
    (number, edition, organisation, digest, grade, method, known, signed_on, signed_at, opened_at, declaration, *said,
     withdrawn_on, reason, _compact, text, label, name, action, _at, actor) = row  # fmt: skip
    signature = {"number": number}
    if action == "withdrawn":
        signature |= {"withdrawn_on": str(withdrawn_on or ""), "withdrawal_reason": sealed(reason)}
    else:
        signature |= {
            "edition": edition,
            "organisation": organisation,
            "digest": digest,
            "codes": {},
            "grade": grade,
            "method": method,
            "identified_by": known,
            "signed_on": str(signed_on or ""),
            "signed_at": instant(moment(signed_at)),
            "opened_at": instant(moment(opened_at)),
            "declaration": sealed(declaration),
            "said": sealed("\n".join(said)),
        }
    names = {"organisation": name, "edition": f"{text}/{label}"}
    return f"signature {action}", canonical({"signature": signature, "names": names, "by": actor})


class BeginTheLog(migrations.operations.base.Operation):
    """Write what was signed before there was a log into it: the same rows give the same entries."""

    reversible = True

    def state_forwards(self, app_label, state):
        """No model changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Add one entry for each event of a signature, oldest first, each Compact by itself."""
        connection = schema_editor.connection
        last = {}
        with connection.cursor() as cursor:
            cursor.execute(SIGNATURES_BEFORE)
            for row in cursor.fetchall():
                compact, at, actor = row[17], moment(row[22]), row[23]
                action, facts = entry_of(row)
                number, before = last.get(compact, (0, NOTHING_BEFORE))
                made = hash_of(compact, number + 1, at, action, facts, before)
                stored = connection.ops.adapt_datetimefield_value(at)
                cursor.execute(INSERT, [compact, number + 1, stored, actor, action, facts, before, made])
                last[compact] = (number + 1, made)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """What was written stays."""

    def describe(self):
        """Say what it does, for `migrate --plan`."""
        return "Begin the log of signing"


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0010_logo"),
        ("signatories", "0009_states_of_signature_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("code_salt", models.CharField(blank=True, max_length=32)),
                ("code_digest", models.CharField(blank=True, max_length=64)),
                ("code_sent_at", models.DateTimeField(null=True)),
                ("codes_sent", models.PositiveSmallIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Witnessing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=signatories.models.mailed.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("secret_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("to_name", models.CharField(max_length=120, verbose_name="full name")),
                ("to_email", models.EmailField(max_length=254, verbose_name="email address")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for the witness"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Not confirmed"),
                            ("replaced", "Another witness was named"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="an_online_signature_has_a_person_name_office_and_moment",
        ),
        migrations.AddField(
            model_name="signature",
            name="identified_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("account", "Signed in with an account, as an authorised signatory"),
                    ("code", "A link and a code, mailed to the address that was invited"),
                ],
                max_length=8,
                verbose_name="how it was known who signed",
            ),
        ),
        migrations.AddField(
            model_name="signingrequest",
            name="reason_is_public",
            field=models.BooleanField(default=False, verbose_name="everybody may read the reason"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("method", "paper"),
                    models.Q(
                        ("signed_at__isnull", False),
                        models.Q(("person__isnull", False), ("identified_by", "code"), _connector="OR"),
                        models.Q(("signed_name", ""), _negated=True),
                        models.Q(("office", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_online_signature_has_who_office_and_moment",
            ),
        ),
        migrations.AddField(
            model_name="signingclaim",
            name="request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="signatories.signingrequest",
            ),
        ),
        migrations.AddField(
            model_name="witnessing",
            name="signature",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="witnessings", to="signatories.signature"
            ),
        ),
        migrations.AddField(
            model_name="signingclaim",
            name="witnessing",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="signatories.witnessing",
            ),
        ),
        migrations.AddConstraint(
            model_name="witnessing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("signature",), name="a_signature_waits_for_one_witness"
            ),
        ),
        migrations.AddConstraint(
            model_name="witnessing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "asked")),
                    models.Q(models.Q(("state", "asked"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_witness_who_is_done_says_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("request__isnull", False), ("witnessing", None)),
                    models.Q(("request", None), ("witnessing__isnull", False)),
                    _connector="OR",
                ),
                name="a_claim_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("request",),
                name="one_session_at_a_time_claims_a_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("witnessing",),
                name="one_session_at_a_time_claims_a_confirmation",
            ),
        ),
        OwnSQL(sqlite=[HOW], postgresql=[HOW]),
        *SIGNATURES_WHOLE,
        *CODES_SIGNED,
        *REQUESTS,
        BeginTheLog(),
    ]
