"""Who signed a settlement or wrote a lesson or a summary is let go of when the case is anonymised."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from disputes.refusals import DISPUTES_FORGOTTEN, EVENTS_FORGOTTEN, RECUSALS, SETTLEMENTS


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0010_procedure_drafts"),
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
        migrations.AlterField(
            model_name="settlementsignature",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        *SETTLEMENTS,
        *EVENTS_FORGOTTEN,
        *DISPUTES_FORGOTTEN,
        *RECUSALS,
    ]
