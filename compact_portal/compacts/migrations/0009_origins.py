import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0008_welsh_and_easy_read"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Origin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("same_words", "It says the same."),
                            ("same_heading", "It has the same heading."),
                            ("alike", "Its wording is much the same."),
                            ("number", "It has the same number, and its wording is somewhat the same."),
                            ("part", "Its words stood in that clause, of which another clause keeps the rest."),
                            ("joined", "It holds the words of several clauses."),
                            ("nothing", "Nothing like it was found."),
                            ("chosen", "Chosen by an officer."),
                        ],
                        max_length=12,
                        verbose_name="what speaks for it",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clause",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="origin", to="compacts.clause"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_origin_is_confirmed_by_somebody_at_a_moment",
                    )
                ],
            },
        ),
    ]
