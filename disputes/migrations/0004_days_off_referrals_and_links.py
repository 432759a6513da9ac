"""Days off declared later, where cases were taken outside the Compact, and which belong together."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from disputes.refusals import DAYS_OFF, REFERRALS


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0011_states_of_sealing"),
        ("disputes", "0003_panels_pauses_and_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DayOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="day")),
                ("name", models.CharField(max_length=80, verbose_name="what it is called")),
                (
                    "nation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("england", "England"),
                            ("wales", "Wales"),
                            ("scotland", "Scotland"),
                            ("northern_ireland", "Northern Ireland"),
                        ],
                        max_length=20,
                        verbose_name="nation",
                    ),
                ),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "compact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days_off",
                        to="compacts.compact",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("nation", ""), _negated=True), ("compact", None)),
                            models.Q(("compact__isnull", False), ("nation", "")),
                            _connector="OR",
                        ),
                        name="a_day_off_is_a_nations_or_a_compacts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None), models.Q(("nation", ""), _negated=True)),
                        fields=("on", "nation"),
                        name="a_nations_day_off_is_declared_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("compact__isnull", False), ("taken_back_at", None)),
                        fields=("on", "compact"),
                        name="a_compacts_day_off_is_declared_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkedCases",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(blank=True, verbose_name="why they belong together")),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disputes.dispute"
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disputes.dispute"
                    ),
                ),
            ],
            options={
                "ordering": ["linked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="linked_cases_stand_in_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("first", "second"),
                        name="two_cases_are_linked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_link_that_was_ended_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideReferral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(max_length=160, verbose_name="body")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="its reference")),
                ("referred_on", models.DateField(verbose_name="referred on")),
                ("referred_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                ("outcome_on", models.DateField(blank=True, null=True, verbose_name="on which day")),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="disputes.dispute"
                    ),
                ),
                (
                    "referred_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["referred_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("outcome_on", None), ("reported_at", None)),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("outcome_on__isnull", False),
                                ("reported_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="what_came_of_a_referral_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome_on", None), ("outcome_on__gte", models.F("referred_on")), _connector="OR"
                        ),
                        name="what_came_of_a_referral_came_after_it",
                    ),
                ],
            },
        ),
        *DAYS_OFF,
        *REFERRALS,
    ]
