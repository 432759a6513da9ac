"""Forgetting: the one case in which history gives up names and words, because the time for keeping them is over.

A row of `Forgotten` says that a record is anonymised. Only then, and only into the empty form that the app's migration
spells out, does the database let go of what it else keeps for good. Nothing takes a row of `Forgotten` back.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

from compact_portal import access
from compact_portal.history import unchanged


class Forgotten(models.Model):
    """A record whose people and words are forgotten, since a moment."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="a_record_is_forgotten_once"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"


def forgotten(app: str, model: str, key: str) -> str:
    """A condition in SQL: the record of which `key` is the key is forgotten, as `OLD.dispute_id`."""
    return (
        "EXISTS (SELECT 1 FROM portal_forgotten gone JOIN django_content_type kind ON kind.id = gone.content_type_id "
        f"WHERE kind.app_label = '{app}' AND kind.model = '{model}' AND gone.object_id = {key})"
    )


#: When the record of grants may be changed: about a record that is forgotten, to lose its names and reasons.
ACCESS_EVENTS = (
    "EXISTS (SELECT 1 FROM portal_forgotten gone WHERE gone.content_type_id = OLD.content_type_id "
    "AND gone.object_id = OLD.object_id) AND "
    + unchanged("id", "at", "action", "right", "target", "content_type_id", "object_id")
    + " AND NEW.actor_id IS NULL AND NEW.person_id IS NULL AND NEW.subject = '' AND NEW.note = ''"
)


@transaction.atomic
def forget(record) -> None:
    """Say that a record is forgotten, and forget who held rights on it; that such rights were given stays."""
    kind = ContentType.objects.get_for_model(record)
    Forgotten.objects.create(content_type=kind, object_id=record.pk)
    grants = access.Grant.objects.filter(content_type=kind, object_id=record.pk)
    for grant in grants.select_related("person", "group"):
        grant.person.groups.remove(grant.group)
    grants.delete()
    access.AccessEvent.objects.filter(content_type=kind, object_id=record.pk).update(
        actor=None, person=None, subject="", note=""
    )
    for permissions in (get_user_obj_perms_model(record), get_group_obj_perms_model(record)):
        permissions._default_manager.filter(content_object=record).delete()
