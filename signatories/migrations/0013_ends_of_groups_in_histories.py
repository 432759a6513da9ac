"""Histories of working groups tell when and why one ended."""

from django.db import migrations, models

from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("signatories", "0012_forum_meetings_and_groups"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalworkinggroup",
            name="end_reason",
            field=models.TextField(blank=True, default="", max_length=1000, verbose_name="why it ended"),
        ),
        migrations.AlterField(
            model_name="historicalworkinggroup",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="ended on"),
        ),
        migrations.AlterField(
            model_name="workinggroup",
            name="end_reason",
            field=models.TextField(blank=True, default="", max_length=1000, verbose_name="why it ended"),
        ),
        migrations.AlterField(
            model_name="workinggroup",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="ended on"),
        ),
        *append_only("actionplans_historicalworkinggroup"),
    ]
