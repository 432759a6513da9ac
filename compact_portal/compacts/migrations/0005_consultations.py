"""Consultations with the words they were about, comments and answers; the dates of editions move into them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from compact_portal.compacts import refusals
from compact_portal.history import OwnSQL, lift


# What an edition knew of its consultation becomes the first consultation on it. One still out is open; of an earlier one
# the words are those of the edition as they stand, since no others were kept.
OPENED = "CASE WHEN {before} OR state = 'consultation' THEN {moment} END"
MOVE = """
    INSERT INTO compacts_consultation (edition_id, number, opens_on, closes_on, short_reason, about, opened_at, ended_at,
        early_reason, summary, summary_at, updated_at)
    SELECT id, 1, COALESCE(consultation_opens_on, consultation_closes_on), consultation_closes_on, '', '',
        {opened}, CASE WHEN state <> 'consultation' AND {over} THEN {ended} END, '', '', NULL, updated_at
    FROM compacts_edition WHERE consultation_closes_on IS NOT NULL
"""
KEEP_WORDS = """
    INSERT INTO compacts_consultedclause (consultation_id, position, depth, number, kind, owed_by, heading, body, lineage)
    SELECT consultation.id, clause.position, LENGTH(clause.number) - LENGTH(REPLACE(clause.number, '.', '')) + 1,
        clause.number, clause.kind, clause.owed_by, clause.heading, clause.body, clause.lineage
    FROM compacts_clause clause JOIN compacts_consultation consultation ON consultation.edition_id = clause.edition_id
    WHERE consultation.opened_at IS NOT NULL
"""
SQLITE = {
    "opened": OPENED.format(
        before="consultation_opens_on <= DATE('now')",
        moment="DATETIME(COALESCE(consultation_opens_on, consultation_closes_on))",
    ),
    "over": "consultation_opens_on <= DATE('now')",
    "ended": "DATETIME(consultation_closes_on, '+1 day')",
}
POSTGRESQL = {
    "opened": OPENED.format(
        before="consultation_opens_on <= CURRENT_DATE",
        moment="COALESCE(consultation_opens_on, consultation_closes_on)::timestamptz",
    ),
    "over": "consultation_opens_on <= CURRENT_DATE",
    "ended": "(consultation_closes_on + 1)::timestamptz",
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("compacts", "0004_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(editable=False, help_text="1 for the first time it goes out."),
                ),
                ("opens_on", models.DateField(verbose_name="opens")),
                ("closes_on", models.DateField(help_text="The last day for comments.", verbose_name="closes")),
                ("short_reason", models.TextField(blank=True, verbose_name="why fewer than twelve weeks")),
                ("about", models.TextField(blank=True, verbose_name="what is asked")),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("early_reason", models.TextField(blank=True, verbose_name="why it ended early")),
                ("summary", models.TextField(blank=True, verbose_name="what you said, and what we did")),
                (
                    "summary_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="summary published"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="compacts.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "number"), name="consultations_of_an_edition_are_counted"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("edition",),
                        name="an_edition_is_out_to_one_consultation_at_a_time",
                        violation_error_message="This edition has a consultation already that has not ended.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="a_consultation_closes_after_it_opens",
                        violation_error_message="The consultation must close after it opens. Enter a later closing date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("summary_at", None), models.Q(("summary", ""), _negated=True), _connector="OR"
                        ),
                        name="a_published_summary_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultedClause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                (
                    "depth",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="1 for a clause at the top, 2 for one below it."
                    ),
                ),
                ("number", models.CharField(max_length=80, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("section", "Section"),
                            ("principle", "Shared principle"),
                            ("commitment", "Commitment"),
                            ("definition", "Definition"),
                            ("text", "Text"),
                        ],
                        max_length=12,
                        verbose_name="kind",
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
                        verbose_name="owed by",
                    ),
                ),
                ("heading", models.CharField(blank=True, max_length=250, verbose_name="heading")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("lineage", models.UUIDField(db_index=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clauses", to="compacts.consultation"
                    ),
                ),
            ],
            options={
                "ordering": ["consultation", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "number"), name="a_consulted_clause_has_its_own_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(verbose_name="answer")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("changed", "We changed the text"),
                            ("not_changed", "We did not change the text"),
                            ("noted", "Noted"),
                        ],
                        max_length=12,
                        verbose_name="what became of it",
                    ),
                ),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="compacts.consultation"
                    ),
                ),
            ],
            options={
                "ordering": ["answered_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="an_answer_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(verbose_name="comment")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("organisation", models.CharField(blank=True, max_length=160, verbose_name="organisation")),
                ("nameless", models.BooleanField(default=False, verbose_name="publish without the name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Address not confirmed yet"),
                            ("waiting", "Waiting for a decision"),
                            ("held", "Held back: it may be spam"),
                            ("published", "Published"),
                            ("refused", "Not published"),
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
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="compacts.answer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="compacts.consultation"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="compacts.consultedclause",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "pk"],
                "indexes": [models.Index(fields=["consultation", "state"], name="comments_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="a_comment_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", None), ("state", "published"), _connector="OR"),
                        name="what_is_answered_is_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "spam"]), _negated=True), ("email", ""), _connector="OR"
                        ),
                        name="no_address_is_kept_of_what_is_not_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentEvent",
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
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="compacts.comment"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
                "abstract": False,
            },
        ),
        OwnSQL(
            sqlite=[MOVE.format(**SQLITE), KEEP_WORDS],
            postgresql=[MOVE.format(**POSTGRESQL), KEEP_WORDS, "SET CONSTRAINTS ALL IMMEDIATE"],
        ),
        lift([*refusals.AGREED_CLAUSES, *refusals.AGREED_MERGERS]),
        migrations.RemoveConstraint(
            model_name="edition",
            name="a_consultation_closes_after_it_opens",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="consultation_closes_on",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="consultation_opens_on",
        ),
        migrations.RemoveField(
            model_name="historicaledition",
            name="consultation_closes_on",
        ),
        migrations.RemoveField(
            model_name="historicaledition",
            name="consultation_opens_on",
        ),
        *refusals.AGREED_CLAUSES,
        *refusals.AGREED_MERGERS,
        *refusals.AGREED_EDITIONS,
        *refusals.EDITION_HISTORY,
        *refusals.CONSULTED_CLAUSES,
    ]
