"""What is anonymised is remembered as such, and only of that the record of grants loses its names."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from compact_portal.forgetting import ACCESS_EVENTS
from compact_portal.history import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("portal", "0004_mail_that_holds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id"), name="a_record_is_forgotten_once")
                ],
            },
        ),
        *append_only("portal_forgotten"),
        *append_only("portal_accessevent", but=ACCESS_EVENTS),
    ]
