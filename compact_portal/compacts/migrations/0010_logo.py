"""The logo of a Compact."""

from django.db import migrations, models

from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("compacts", "0009_origins"),
    ]

    operations = [
        migrations.AddField(
            model_name="compact",
            name="logo",
            field=models.FileField(blank=True, upload_to="logos/", verbose_name="logo"),
        ),
        migrations.AddField(
            model_name="historicalcompact",
            name="logo",
            field=models.TextField(blank=True, max_length=100, verbose_name="logo"),
        ),
        *append_only("compacts_historicalcompact"),
    ]
