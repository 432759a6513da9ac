"""What was signed goes when its case is forgotten, and with it who wrote a lesson or a summary."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from disputes.refusals import SETTLEMENTS


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0008_evidence_and_keeping"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="casesummary",
            name="written_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="lesson",
            name="written_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        *SETTLEMENTS,
    ]
