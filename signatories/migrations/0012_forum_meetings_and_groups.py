"""The Forum: seats and Champions, elections, meetings with papers and minutes, decisions, reports of groups."""

import django.db.models.deletion
import django.utils.timezone
import signatories.models.filed
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from compact_portal.history import OwnSQL, append_only
from signatories.refusals import FORUM, SEATS


# Skills belong to a person, whatever seat they hold; a meeting whose time is over was held.
SKILLS = [
    "INSERT INTO signatories_champion (person_id, skills, areas, availability) "
    "SELECT person_id, MAX(skills), '', '' FROM signatories_seat "
    "WHERE person_id IS NOT NULL AND skills <> '' GROUP BY person_id"
]
HELD = ["UPDATE signatories_meeting SET state = 'held' WHERE starts_at < CURRENT_TIMESTAMP"]
MOVED = [OwnSQL(sqlite=SKILLS, postgresql=SKILLS), OwnSQL(sqlite=HELD, postgresql=HELD)]


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0011_states_of_sealing"),
        ("signatories", "0011_working_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="forum",
            name="statutory_quorum",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="least number of the statutory sector for a quorum"
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="statutory_seats",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats of the statutory sector"),
        ),
        migrations.AddField(
            model_name="forum",
            name="vcs_quorum",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="least number of the voluntary and community sector for a quorum"
            ),
        ),
        migrations.AddField(
            model_name="forum",
            name="vcs_seats",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="seats of the voluntary and community sector"
            ),
        ),
        migrations.AddField(
            model_name="historicalforum",
            name="statutory_quorum",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="least number of the statutory sector for a quorum"
            ),
        ),
        migrations.AddField(
            model_name="historicalforum",
            name="statutory_seats",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats of the statutory sector"),
        ),
        migrations.AddField(
            model_name="historicalforum",
            name="vcs_quorum",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="least number of the voluntary and community sector for a quorum"
            ),
        ),
        migrations.AddField(
            model_name="historicalforum",
            name="vcs_seats",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="seats of the voluntary and community sector"
            ),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="cancel_reason",
            field=models.TextField(
                blank=True, default="", editable=False, max_length=1000, verbose_name="why it was cancelled"
            ),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="confirmed_at",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="signatories.meeting",
                verbose_name="meeting that confirmed the minutes",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="confirmed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="minutes confirmed on"),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="sequence",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("called", "Called"),
                    ("held", "Held, minutes not confirmed yet"),
                    ("confirmed", "Held, minutes confirmed"),
                    ("cancelled", "Cancelled"),
                ],
                default="planned",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="statutory_present",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="statutory_quorum",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="vcs_present",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalmeeting",
            name="vcs_quorum",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="appointed_by",
            field=models.CharField(blank=True, default="", max_length=160, verbose_name="by which body"),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="appointed_on",
            field=models.DateField(blank=True, null=True, verbose_name="when"),
        ),
        migrations.AddField(
            model_name="historicalworkinggroup",
            name="end_reason",
            field=models.TextField(
                blank=True, default="", editable=False, max_length=1000, verbose_name="why it ended"
            ),
        ),
        migrations.AddField(
            model_name="historicalworkinggroup",
            name="ended_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
        ),
        migrations.AddField(
            model_name="historicalworkinggroup",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="historicalworkinggroup",
            name="until_on",
            field=models.DateField(blank=True, null=True, verbose_name="planned until"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="cancel_reason",
            field=models.TextField(
                blank=True, default="", editable=False, max_length=1000, verbose_name="why it was cancelled"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="confirmed_at",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmed",
                to="signatories.meeting",
                verbose_name="meeting that confirmed the minutes",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="confirmed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="minutes confirmed on"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="sequence",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="meeting",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("called", "Called"),
                    ("held", "Held, minutes not confirmed yet"),
                    ("confirmed", "Held, minutes confirmed"),
                    ("cancelled", "Cancelled"),
                ],
                default="planned",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="statutory_present",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="statutory_quorum",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="vcs_present",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="vcs_quorum",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="seat",
            name="appointed_by",
            field=models.CharField(blank=True, default="", max_length=160, verbose_name="by which body"),
        ),
        migrations.AddField(
            model_name="seat",
            name="appointed_on",
            field=models.DateField(blank=True, null=True, verbose_name="when"),
        ),
        migrations.AddField(
            model_name="workinggroup",
            name="end_reason",
            field=models.TextField(
                blank=True, default="", editable=False, max_length=1000, verbose_name="why it ended"
            ),
        ),
        migrations.AddField(
            model_name="workinggroup",
            name="ended_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
        ),
        migrations.AddField(
            model_name="workinggroup",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="workinggroup",
            name="until_on",
            field=models.DateField(blank=True, null=True, verbose_name="planned until"),
        ),
        migrations.AlterField(
            model_name="historicalmeeting",
            name="notes",
            field=models.TextField(blank=True, verbose_name="what everybody should know"),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="notes",
            field=models.TextField(blank=True, verbose_name="what everybody should know"),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("lead", models.CharField(blank=True, max_length=120, verbose_name="who leads it")),
                ("length", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes planned")),
                ("about", models.TextField(blank=True, max_length=4000, verbose_name="what it is about")),
                ("minutes", models.TextField(blank=True, max_length=20000, verbose_name="minutes")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="signatories.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Champion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("skills", models.CharField(blank=True, max_length=200, verbose_name="skills")),
                ("areas", models.CharField(blank=True, max_length=200, verbose_name="areas")),
                ("availability", models.CharField(blank=True, max_length=200, verbose_name="availability")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="champion",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("note", models.TextField(blank=True, verbose_name="why")),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="signatories.agendaitem",
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
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("title", models.CharField(max_length=250, verbose_name="what was decided")),
                ("body", models.TextField(blank=True, max_length=8000, verbose_name="more about it")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "amendments",
                    models.ManyToManyField(
                        blank=True, related_name="decisions", to="signatories.amendment", verbose_name="amendments"
                    ),
                ),
                (
                    "clauses",
                    models.ManyToManyField(
                        blank=True, related_name="decisions", to="compacts.clause", verbose_name="clauses"
                    ),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="signatories.forum"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="signatories.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="signatories.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-number"],
            },
        ),
        migrations.AddField(
            model_name="historicalworkinggroup",
            name="commissioned_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="signatories.decision",
                verbose_name="decision that set it up",
            ),
        ),
        migrations.AddField(
            model_name="workinggroup",
            name="commissioned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="signatories.decision",
                verbose_name="decision that set it up",
            ),
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "office",
                    models.CharField(
                        choices=[("chair", "Chair"), ("vice_chair", "Vice-chair"), ("member", "Member")],
                        default="member",
                        max_length=10,
                        verbose_name="for which office",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("statutory", "Statutory sector"), ("vcs", "Voluntary and community sector")],
                        max_length=10,
                        verbose_name="for seats of which sector",
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="how many seats")),
                ("notice", models.TextField(blank=True, max_length=4000, verbose_name="notice")),
                ("opens_on", models.DateField(verbose_name="nominations open")),
                ("closes_on", models.DateField(verbose_name="nominations close")),
                ("planned_on", models.DateField(verbose_name="day of the election")),
                (
                    "state",
                    models.CharField(
                        choices=[("announced", "Announced"), ("held", "Result recorded"), ("cancelled", "Cancelled")],
                        default="announced",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hands", "Show of hands at a meeting"),
                            ("ballot", "Secret ballot at a meeting"),
                            ("post", "By post"),
                            ("online", "Online or by email"),
                            ("unopposed", "No vote was needed: as many candidates as seats, or fewer"),
                        ],
                        max_length=10,
                        verbose_name="by what method",
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note on the result")),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("cancel_reason", models.TextField(blank=True, max_length=1000, verbose_name="why it was cancelled")),
                (
                    "forum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="elections", to="signatories.forum"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-planned_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                (
                    "sector",
                    models.CharField(
                        choices=[("statutory", "Statutory sector"), ("vcs", "Voluntary and community sector")],
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                ("statement", models.TextField(blank=True, max_length=2000, verbose_name="statement")),
                ("votes", models.PositiveIntegerField(blank=True, null=True, verbose_name="votes")),
                ("elected", models.BooleanField(default=False, verbose_name="elected")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="signatories.organisation",
                    ),
                ),
                (
                    "seat",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacy",
                        to="signatories.seat",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="signatories.election",
                    ),
                ),
            ],
            options={
                "ordering": [
                    "-elected",
                    models.OrderBy(models.F("votes"), descending=True, nulls_last=True),
                    "name",
                    "pk",
                ],
            },
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="election",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="signatories.election",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="election",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to="signatories.election",
            ),
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name of the person")),
                ("is_lead", models.BooleanField(default=False, verbose_name="leads the group")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="signatories.workinggroup",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_groups",
                        to="signatories.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_groups",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-is_lead", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(blank=True, upload_to=signatories.models.filed.somewhere_else)),
                ("file_name", models.CharField(blank=True, max_length=150)),
                (
                    "file_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "pdf"),
                            ("docx", "docx"),
                            ("odt", "odt"),
                            ("xlsx", "xlsx"),
                            ("png", "png"),
                            ("jpg", "jpg"),
                        ],
                        max_length=4,
                    ),
                ),
                ("file_size", models.PositiveIntegerField(blank=True, null=True)),
                ("file_digest", models.CharField(blank=True, max_length=64, verbose_name="digest (SHA-256)")),
                ("away_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken away")),
                ("on", models.DateField(verbose_name="date")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("body", models.TextField(blank=True, max_length=20000, verbose_name="report")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="signatories.workinggroup",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="signatories.meeting",
                        verbose_name="to which meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAgendaItem",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("position", models.PositiveIntegerField(editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("lead", models.CharField(blank=True, max_length=120, verbose_name="who leads it")),
                ("length", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes planned")),
                ("about", models.TextField(blank=True, max_length=4000, verbose_name="what it is about")),
                ("minutes", models.TextField(blank=True, max_length=20000, verbose_name="minutes")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical agenda item",
                "verbose_name_plural": "historical agenda items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAttendance",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("statutory", "Statutory sector"), ("vcs", "Voluntary and community sector")],
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("organisation", models.CharField(blank=True, max_length=160, verbose_name="organisation")),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("coming", "I am coming"), ("apologies", "I cannot come: give my apologies")],
                        max_length=10,
                        verbose_name="reply",
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attended",
                    models.CharField(
                        blank=True,
                        choices=[("present", "Present"), ("apologies", "Apologies"), ("absent", "Absent")],
                        max_length=10,
                        verbose_name="attended",
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical attendance",
                "verbose_name_plural": "historical attendances",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCandidate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                (
                    "sector",
                    models.CharField(
                        choices=[("statutory", "Statutory sector"), ("vcs", "Voluntary and community sector")],
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                ("statement", models.TextField(blank=True, max_length=2000, verbose_name="statement")),
                ("votes", models.PositiveIntegerField(blank=True, null=True, verbose_name="votes")),
                ("elected", models.BooleanField(default=False, verbose_name="elected")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "election",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.election",
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
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.organisation",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical candidate",
                "verbose_name_plural": "historical candidates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChampion",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("skills", models.CharField(blank=True, max_length=200, verbose_name="skills")),
                ("areas", models.CharField(blank=True, max_length=200, verbose_name="areas")),
                ("availability", models.CharField(blank=True, max_length=200, verbose_name="availability")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical champion",
                "verbose_name_plural": "historical champions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecision",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("title", models.CharField(max_length=250, verbose_name="what was decided")),
                ("body", models.TextField(blank=True, max_length=8000, verbose_name="more about it")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.forum",
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
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical decision",
                "verbose_name_plural": "historical decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecision_amendments",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "amendment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.amendment",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.decision",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="signatories.historicaldecision",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalDecision_amendments",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecision_clauses",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="compacts.clause",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.decision",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="signatories.historicaldecision",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalDecision_clauses",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalElection",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "office",
                    models.CharField(
                        choices=[("chair", "Chair"), ("vice_chair", "Vice-chair"), ("member", "Member")],
                        default="member",
                        max_length=10,
                        verbose_name="for which office",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("statutory", "Statutory sector"), ("vcs", "Voluntary and community sector")],
                        max_length=10,
                        verbose_name="for seats of which sector",
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="how many seats")),
                ("notice", models.TextField(blank=True, max_length=4000, verbose_name="notice")),
                ("opens_on", models.DateField(verbose_name="nominations open")),
                ("closes_on", models.DateField(verbose_name="nominations close")),
                ("planned_on", models.DateField(verbose_name="day of the election")),
                (
                    "state",
                    models.CharField(
                        choices=[("announced", "Announced"), ("held", "Result recorded"), ("cancelled", "Cancelled")],
                        default="announced",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hands", "Show of hands at a meeting"),
                            ("ballot", "Secret ballot at a meeting"),
                            ("post", "By post"),
                            ("online", "Online or by email"),
                            ("unopposed", "No vote was needed: as many candidates as seats, or fewer"),
                        ],
                        max_length=10,
                        verbose_name="by what method",
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note on the result")),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("cancel_reason", models.TextField(blank=True, max_length=1000, verbose_name="why it was cancelled")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.forum",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical election",
                "verbose_name_plural": "historical elections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGroupMember",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name of the person")),
                ("is_lead", models.BooleanField(default=False, verbose_name="leads the group")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.workinggroup",
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
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical group member",
                "verbose_name_plural": "historical group members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGroupReport",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("file", models.TextField(blank=True, max_length=100)),
                ("file_name", models.CharField(blank=True, max_length=150)),
                (
                    "file_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "pdf"),
                            ("docx", "docx"),
                            ("odt", "odt"),
                            ("xlsx", "xlsx"),
                            ("png", "png"),
                            ("jpg", "jpg"),
                        ],
                        max_length=4,
                    ),
                ),
                ("file_size", models.PositiveIntegerField(blank=True, null=True)),
                ("file_digest", models.CharField(blank=True, max_length=64, verbose_name="digest (SHA-256)")),
                ("away_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken away")),
                ("on", models.DateField(verbose_name="date")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("body", models.TextField(blank=True, max_length=20000, verbose_name="report")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.workinggroup",
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
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.meeting",
                        verbose_name="to which meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical group report",
                "verbose_name_plural": "historical group reports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPaper",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("file", models.TextField(blank=True, max_length=100)),
                ("file_name", models.CharField(blank=True, max_length=150)),
                (
                    "file_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "pdf"),
                            ("docx", "docx"),
                            ("odt", "odt"),
                            ("xlsx", "xlsx"),
                            ("png", "png"),
                            ("jpg", "jpg"),
                        ],
                        max_length=4,
                    ),
                ),
                ("file_size", models.PositiveIntegerField(blank=True, null=True)),
                ("file_digest", models.CharField(blank=True, max_length=64, verbose_name="digest (SHA-256)")),
                ("away_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken away")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "open_to",
                    models.CharField(
                        choices=[
                            ("everybody", "Everybody, from now on"),
                            ("forum", "Members of the Forum until the meeting, then everybody"),
                        ],
                        default="everybody",
                        max_length=10,
                        verbose_name="who may open it",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical paper",
                "verbose_name_plural": "historical papers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MeetingEvent",
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
                            ("planned", "Planned"),
                            ("called", "Called"),
                            ("held", "Held, minutes not confirmed yet"),
                            ("confirmed", "Held, minutes confirmed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("planned", "Planned"),
                            ("called", "Called"),
                            ("held", "Held, minutes not confirmed yet"),
                            ("confirmed", "Held, minutes confirmed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="signatories.meeting"
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
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(blank=True, upload_to=signatories.models.filed.somewhere_else)),
                ("file_name", models.CharField(blank=True, max_length=150)),
                (
                    "file_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "pdf"),
                            ("docx", "docx"),
                            ("odt", "odt"),
                            ("xlsx", "xlsx"),
                            ("png", "png"),
                            ("jpg", "jpg"),
                        ],
                        max_length=4,
                    ),
                ),
                ("file_size", models.PositiveIntegerField(blank=True, null=True)),
                ("file_digest", models.CharField(blank=True, max_length=64, verbose_name="digest (SHA-256)")),
                ("away_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken away")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "open_to",
                    models.CharField(
                        choices=[
                            ("everybody", "Everybody, from now on"),
                            ("forum", "Members of the Forum until the meeting, then everybody"),
                        ],
                        default="everybody",
                        max_length=10,
                        verbose_name="who may open it",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="signatories.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="signatories.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["item__position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PrintedMeeting",
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
                ("what", models.CharField(choices=[("agenda", "Agenda"), ("minutes", "Minutes")], max_length=8)),
                ("file", models.FileField(blank=True, upload_to="meetings/")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="printed", to="signatories.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("statutory", "Statutory sector"), ("vcs", "Voluntary and community sector")],
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("organisation", models.CharField(blank=True, max_length=160, verbose_name="organisation")),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("coming", "I am coming"), ("apologies", "I cannot come: give my apologies")],
                        max_length=10,
                        verbose_name="reply",
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attended",
                    models.CharField(
                        blank=True,
                        choices=[("present", "Present"), ("apologies", "Apologies"), ("absent", "Absent")],
                        max_length=10,
                        verbose_name="attended",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="signatories.meeting"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="signatories.seat",
                    ),
                ),
            ],
            options={
                "ordering": ["sector", "seat__person__name", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "seat"), name="a_seat_answers_once_for_a_meeting"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seat__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                        ),
                        name="who_came_has_a_seat_or_a_name",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("forum", "year", "number"), name="decisions_are_numbered_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="decisions_are_numbered_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                name="nominations_close_after_they_open",
                violation_error_message="Nominations must close on the day they open, or later.",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_on__gte", models.F("closes_on"))),
                name="an_election_follows_its_nominations",
                violation_error_message="The election must be on the day nominations close, or later.",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="an_election_is_for_a_seat"),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(("office", "member"), ("places", 1), _connector="OR"),
                name="an_election_for_an_office_fills_one_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "held"), _negated=True),
                    models.Q(
                        ("held_on__isnull", False),
                        ("recorded_at__isnull", False),
                        models.Q(("method", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_result_says_when_and_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("cancel_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_cancelled_election_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("elected", False), models.Q(("seat__isnull", False), ("withdrawn_on", None)), _connector="OR"
                ),
                name="who_is_elected_has_a_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                models.F("election"),
                models.F("email"),
                condition=models.Q(("withdrawn_on", None)),
                name="a_person_stands_once_in_an_election",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), ("organisation__isnull", False), _connector="OR"
                ),
                name="a_member_of_a_group_is_a_person_or_an_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body", ""), _negated=True), models.Q(("file", ""), _negated=True), _connector="OR"
                ),
                name="a_report_says_something",
                violation_error_message="Write the report, or choose a file.",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("file", ""), _negated=True), name="a_paper_is_a_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="printedmeeting",
            constraint=models.UniqueConstraint(
                fields=("meeting", "what", "content_digest"), name="a_meetings_content_is_printed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="printedmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True),
                    models.Q(models.Q(("file", ""), _negated=True), ("made_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_ready_paper_of_a_meeting_has_its_file",
            ),
        ),
        *MOVED,
        migrations.RemoveField(
            model_name="historicalseat",
            name="skills",
        ),
        migrations.RemoveField(
            model_name="seat",
            name="skills",
        ),
        *append_only("signatories_historicalforum"),
        *append_only("signatories_historicalseat"),
        *append_only("signatories_historicalmeeting"),
        *append_only("actionplans_historicalworkinggroup"),
        *SEATS,
        *FORUM,
    ]
