"""Object rights: the one door to django-guardian. Only this module grants and revokes, and it records every grant.

A role on an object (officer of a Compact, representative of an organisation) is a group of its own, which holds the
permissions that the object's class lists under `ROLES`. A `Grant` puts one person into that group from one date to
another; a right ends with its term, by date, at once.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

from compact_portal.history import Event

__all__ = ["GroupObjectPermissionBase", "UserObjectPermissionBase"]


class GrantQuerySet(models.QuerySet):
    def on(self, day: date):
        """Grants whose term holds on a day (both ends included)."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def unsettled(self, day: date):
        """Grants whose people are in a group and should no longer be, or should be and are not."""
        over = Q(settled=True) & Q(ends_on__lt=day)
        begun = Q(settled=False) & Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
        return self.filter(over | begun)


class Grant(models.Model):
    """A person holds a role on an object from a date until a date (both included; no end: until further notice).

    One that ended before it began ends the day before, and was never in force.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=40)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    settled = models.BooleanField(default=False, help_text=_("Whether the person is in the role's group now."))

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "role"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class AccessEvent(Event):
    """What was done to somebody's rights: granted, ended, allowed, disallowed; by whom and why."""

    subject = models.CharField(_("to whom"), max_length=255)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="access_events"
    )
    right = models.CharField(_("right"), max_length=255)
    target = models.CharField(_("on what"), max_length=255)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()


def _record(action, *, to, right, on, by, reason):
    AccessEvent.objects.create(
        action=action,
        actor=by,
        note=reason,
        subject=str(to)[:255],
        person=None if isinstance(to, Group) else to,
        right=str(right)[:255],
        target=str(on)[:255],
        content_type=ContentType.objects.get_for_model(on),
        object_id=on.pk,
    )


def group_for(obj, role: str) -> Group:
    """The group of everybody who holds a role on an object, with the permissions that `obj.ROLES` gives the role."""
    group, made = Group.objects.get_or_create(name=f"{obj._meta.label_lower}:{obj.pk}:{role}")
    if made:
        for codename in obj.ROLES[role]:
            assign_perm(codename, group, obj)
    return group


@transaction.atomic
def allow(whom, codenames: str | Iterable[str], obj, *, by, reason: str) -> None:
    """Give a person or a role's group permissions on one object, and record it. Twice is the same as once."""
    names = [codenames] if isinstance(codenames, str) else list(codenames)
    for codename in names:
        assign_perm(codename, whom, obj)
    _record("allowed", to=whom, right=", ".join(names), on=obj, by=by, reason=reason)


@transaction.atomic
def disallow(whom, codenames: str | Iterable[str], obj, *, by, reason: str) -> None:
    """Take permissions on one object from a person or a role's group, and record it."""
    names = [codenames] if isinstance(codenames, str) else list(codenames)
    for codename in names:
        remove_perm(codename, whom, obj)
    _record("disallowed", to=whom, right=", ".join(names), on=obj, by=by, reason=reason)


@transaction.atomic
def appoint(person, obj, role: str, *, starts_on: date, ends_on: date | None = None, by, reason: str = "") -> Grant:
    """Give a person a role on an object for a term. Returns the grant; KeyError for a role the object does not have."""
    grant = Grant.objects.create(
        person=person,
        group=group_for(obj, role),
        role=role,
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _record("appointed", to=person, right=role, on=obj, by=by, reason=reason)
    settle(person)
    return grant


@transaction.atomic
def end(grant: Grant, obj, *, on: date, by, reason: str = "") -> None:
    """Let a grant end with a day (that day included; yesterday ends it at once), and record it."""
    last_day = max(on, grant.starts_on - timedelta(days=1))
    Grant.objects.filter(pk=grant.pk).update(ends_on=last_day)
    _record("ended", to=grant.person, right=grant.role, on=obj, by=by, reason=reason)
    settle(grant.person)


def settle(person=None) -> int:
    """Put people into and out of the groups of their roles, by today's date. Returns how many grants it moved.

    For one person at the start of each of their requests, so that a right ends with its term at once; for everybody
    in `manage.py tick`.
    """
    today = timezone.localdate()
    grants = Grant.objects.unsettled(today)
    if person is not None:
        grants = grants.filter(person=person)
    due = list(grants.select_related("person", "group"))
    for grant in due:
        with transaction.atomic():
            same = Grant.objects.filter(person=grant.person, group=grant.group)
            if same.on(today).exists():
                grant.person.groups.add(grant.group)
            else:
                grant.person.groups.remove(grant.group)
            same.on(today).update(settled=True)
            same.exclude(pk__in=same.on(today)).update(settled=False)
    return len(due)


def settle_everybody() -> str:
    """Timed work: rights begin and end with their terms."""
    return f"{settle()} rights began or ended with their terms"


def holders(obj, role: str, *, on: date | None = None):
    """The active people who hold a role on an object on a day (today unless told)."""
    grants = Grant.objects.on(on or timezone.localdate()).filter(
        content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk, role=role
    )
    return get_user_model().objects.filter(pk__in=grants.values("person"), is_active=True)


def holders_of(obj, roles: list[str]) -> list[tuple[str, models.Model]]:
    """The active people who hold some roles on an object today, each with the role, by name. One query."""
    grants = Grant.objects.on(timezone.localdate()).filter(
        content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk, role__in=roles, person__is_active=True
    )
    rows = grants.select_related("person").order_by("person__name", "pk")
    return list(dict.fromkeys((grant.role, grant.person) for grant in rows))


#: What the roles are called.
ROLE_NAMES = {
    "officer": _("Officer"),
    "forum_member": _("Member of the Forum"),
    "forum_chair": _("Chair of the Forum"),
    "forum_vice_chair": _("Vice-chair of the Forum"),
    "representative": _("Representative"),
    "signatory": _("Authorised signatory"),
    "champion": _("Compact Champion"),
    "approver_statutory": _("Approver for the statutory sector"),
    "approver_vcs": _("Approver for the voluntary and community sector"),
    "editor": _("Editor"),
    "mediator": _("Mediator"),
}


def role_name(role: str) -> str:
    """What a role is called, for people."""
    return str(ROLE_NAMES.get(role, role.replace("_", " ").capitalize()))


def with_objects(grants) -> list[Grant]:
    """Grants, each with what it is on as `on` and the role's name as `called`; a query for each kind of object."""
    grants = list(grants)
    for content_type in {grant.content_type_id for grant in grants}:
        kind = ContentType.objects.get_for_id(content_type)
        found = kind.get_all_objects_for_this_type().in_bulk(
            [g.object_id for g in grants if g.content_type_id == kind.pk]
        )
        for grant in grants:
            if grant.content_type_id == kind.pk:
                grant.on, grant.called = found.get(grant.object_id), role_name(grant.role)
    return grants


def held_by(person) -> list[Grant]:
    """The roles a person holds today or will hold, each with what it is on (see `with_objects`)."""
    today = timezone.localdate()
    return with_objects(person.grants.filter(Q(ends_on=None) | Q(ends_on__gte=today)))


def rights(person, obj) -> frozenset[str]:
    """The codenames of all permissions a person holds on an object now: their own and their roles'. One query.

    Nobody holds a right on an object by being an administrator; anonymous people hold none.
    """
    if not (person.is_authenticated and person.is_active):
        return frozenset()
    model = obj._meta.model_name
    return frozenset(
        Permission.objects.filter(
            Q(
                **{
                    f"{model}userobjectpermission__user": person,
                    f"{model}userobjectpermission__content_object": obj,
                }
            )
            | Q(
                **{
                    f"{model}groupobjectpermission__group__user": person,
                    f"{model}groupobjectpermission__content_object": obj,
                }
            )
        ).values_list("codename", flat=True)
    )


def permits(person, codename: str, obj) -> bool:
    """Whether a person holds one permission on an object now."""
    return codename in rights(person, obj)


def held(person, model) -> dict[int, set[str]]:
    """Everything a person may do with the objects of a class: key → codenames. One query."""
    if not (person.is_authenticated and person.is_active):
        return {}
    names = ("content_object_id", "permission__codename")
    own = get_user_obj_perms_model(model)._default_manager.filter(user=person).order_by().values_list(*names)
    by_role = (
        get_group_obj_perms_model(model)._default_manager.filter(group__user=person).order_by().values_list(*names)
    )
    found: dict[int, set[str]] = {}
    for key, codename in own.union(by_role):
        found.setdefault(key, set()).add(codename)
    return found


def objects_for(person, codename: str, queryset):
    """The rows of a queryset on which a person holds a permission, in one query.

    Asked of guardian's tables directly: its get_objects_for_user builds five querysets to the same end, on every page.
    """
    if not (person.is_authenticated and person.is_active):
        return queryset.none()
    own, by_role = (
        permissions._default_manager.filter(permission__codename=codename, **whom).values("content_object")
        for permissions, whom in [
            (get_user_obj_perms_model(queryset.model), {"user": person}),
            (get_group_obj_perms_model(queryset.model), {"group__user": person}),
        ]
    )
    return queryset.filter(Q(pk__in=own) | Q(pk__in=by_role))


class TermsMiddleware:
    """Before each request of a signed-in person: let rights begin and end by today's date."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            settle(request.user)
        return self.get_response(request)
