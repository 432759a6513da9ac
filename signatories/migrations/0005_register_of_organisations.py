"""The register of organisations: numbers, contacts, other names, successors, mergers, uploads, handing over."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0010_logo"),
        ("signatories", "0004_requests_chain_and_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("note", models.TextField(blank=True, verbose_name="why")),
                ("moved", models.JSONField(default=list, verbose_name="what was handed over")),
            ],
            options={
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalOtherName",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("alias", "Also known as"), ("former", "Former name")],
                        default="alias",
                        max_length=8,
                        verbose_name="kind of name",
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical other name",
                "verbose_name_plural": "historical other names",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Merger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("note", models.TextField(blank=True, verbose_name="why")),
                ("moved", models.JSONField(default=list, verbose_name="what went over")),
            ],
            options={
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NotTheSame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="OtherName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("alias", "Also known as"), ("former", "Former name")],
                        default="alias",
                        max_length=8,
                        verbose_name="kind of name",
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "ordering": ["kind", "-until_on", "name"],
            },
        ),
        migrations.CreateModel(
            name="RegisterUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("columns", models.JSONField()),
                ("rows", models.JSONField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="area_served",
            field=models.CharField(blank=True, max_length=200, verbose_name="area it serves"),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="contact_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="public contact"),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=30, verbose_name="public telephone number"),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="merged_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="signatories.organisation",
            ),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="postal_address",
            field=models.TextField(blank=True, max_length=400, verbose_name="postal address"),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="public_number",
            field=models.CharField(
                blank=True,
                max_length=9,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?:[EKNSW]\\d{8}|(?=\\w*[A-Z])[A-Z0-9]{3,6})\\Z",
                        "Enter the code of the Office for National Statistics, like E06000015, or of the NHS, like QJ2 or RTG.",
                    )
                ],
                verbose_name="public-body number",
            ),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="succeeded_on",
            field=models.DateField(blank=True, null=True, verbose_name="followed by it since"),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="signatories.organisation",
                verbose_name="successor",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="area_served",
            field=models.CharField(blank=True, max_length=200, verbose_name="area it serves"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="contact_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="public contact"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=30, verbose_name="public telephone number"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="merged_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="signatories.organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="officers_told_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="postal_address",
            field=models.TextField(blank=True, max_length=400, verbose_name="postal address"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="public_number",
            field=models.CharField(
                blank=True,
                max_length=9,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?:[EKNSW]\\d{8}|(?=\\w*[A-Z])[A-Z0-9]{3,6})\\Z",
                        "Enter the code of the Office for National Statistics, like E06000015, or of the NHS, like QJ2 or RTG.",
                    )
                ],
                verbose_name="public-body number",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="succeeded_on",
            field=models.DateField(blank=True, null=True, verbose_name="followed by it since"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="signatories.organisation",
                verbose_name="successor",
            ),
        ),
        migrations.AlterField(
            model_name="historicalorganisation",
            name="charity_number",
            field=models.CharField(
                blank=True,
                max_length=12,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?:\\d{6,7}(?:-\\d{1,2})?|SC\\d{6}|NIC?\\d{6})\\Z",
                        "Enter a charity number like 1012345, SC012345 or NIC100012.",
                    )
                ],
                verbose_name="charity number",
            ),
        ),
        migrations.AlterField(
            model_name="historicalorganisation",
            name="company_number",
            field=models.CharField(
                blank=True,
                max_length=8,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?:\\d{8}|[A-Z]{2}\\d{6}|[A-Z]{2}\\d{5}[A-Z])\\Z",
                        "Enter a company number of 8 characters, like 01234567 or SC123456.",
                    )
                ],
                verbose_name="company number",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="charity_number",
            field=models.CharField(
                blank=True,
                max_length=12,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?:\\d{6,7}(?:-\\d{1,2})?|SC\\d{6}|NIC?\\d{6})\\Z",
                        "Enter a charity number like 1012345, SC012345 or NIC100012.",
                    )
                ],
                verbose_name="charity number",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="company_number",
            field=models.CharField(
                blank=True,
                max_length=8,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?:\\d{8}|[A-Z]{2}\\d{6}|[A-Z]{2}\\d{5}[A-Z])\\Z",
                        "Enter a company number of 8 characters, like 01234567 or SC123456.",
                    )
                ],
                verbose_name="company number",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None), models.Q(("successor", models.F("id")), _negated=True), _connector="OR"
                ),
                name="an_organisation_does_not_follow_itself",
                violation_error_message="An organisation cannot be its own successor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("succeeded_on", None), ("successor", None)),
                    models.Q(("succeeded_on__isnull", False), ("successor__isnull", False)),
                    _connector="OR",
                ),
                name="a_successor_follows_on_a_day",
                violation_error_message="Enter both the successor and the day it followed, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_at", None), ("merged_into", None)),
                    models.Q(
                        ("merged_at__isnull", False),
                        ("merged_into__isnull", False),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_record_is_merged_into_another_at_a_moment",
            ),
        ),
        migrations.AddField(
            model_name="handover",
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
            model_name="handover",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="signatories.organisation"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalothername",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalothername",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="signatories.organisation",
            ),
        ),
        migrations.AddField(
            model_name="merger",
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
            model_name="merger",
            name="into",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mergers", to="signatories.organisation"
            ),
        ),
        migrations.AddField(
            model_name="merger",
            name="organisation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="merger", to="signatories.organisation"
            ),
        ),
        migrations.AddField(
            model_name="notthesame",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="notthesame",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="signatories.organisation"
            ),
        ),
        migrations.AddField(
            model_name="notthesame",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="signatories.organisation"
            ),
        ),
        migrations.AddField(
            model_name="othername",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="other_names", to="signatories.organisation"
            ),
        ),
        migrations.AddField(
            model_name="registerupload",
            name="compact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="register_uploads", to="compacts.compact"
            ),
        ),
        migrations.AddField(
            model_name="registerupload",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="notthesame",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="two_bodies_are_told_apart_once"),
        ),
        migrations.AddConstraint(
            model_name="notthesame",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="of_two_bodies_the_older_is_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="othername",
            constraint=models.UniqueConstraint(
                models.F("organisation"),
                django.db.models.functions.text.Lower("name"),
                models.F("kind"),
                name="an_organisation_has_a_name_once",
                violation_error_message="This name is in the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="othername",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_on", None), ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                ),
                name="a_name_begins_before_it_ends",
                violation_error_message="The last day must be the first day or later.",
            ),
        ),
        migrations.AddConstraint(
            model_name="othername",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__contains", ";"), _negated=True),
                name="a_name_has_no_semicolon",
                violation_error_message="Write the name without a semicolon, which parts names in the file.",
            ),
        ),
        *append_only("signatories_historicalorganisation"),
        *append_only("signatories_historicalothername"),
        *append_only("signatories_merger"),
        *append_only("signatories_handover"),
    ]
