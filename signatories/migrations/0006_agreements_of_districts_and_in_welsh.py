"""Signed agreements of districts that adopt another's text, and in Welsh."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0010_logo"),
        ("signatories", "0005_register_of_organisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="signedagreement",
            name="adopted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adopted_agreements",
                to="compacts.compact",
            ),
        ),
        migrations.AddField(
            model_name="signedagreement",
            name="language",
            field=models.CharField(blank=True, choices=[("cy", "Welsh")], max_length=2),
        ),
    ]
