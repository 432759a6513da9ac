"""Organisation: a public body or a voluntary group; Membership: who acts for it, in which role and when.

Two records of one body are merged: the older record then points to the one that remains (`merged_into`), which speaks
for it. See signatories/actions/mergers.py.
"""

from datetime import date, timedelta
from itertools import chain, count

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.compacts.models.compact import SLUG
from compact_portal.history import keep_history
from signatories import numbers


class Kind(models.TextChoices):
    """What sort of body it is."""

    COUNCIL = "council", _("Council")
    HEALTH = "health", _("Health body")
    POLICE = "police", _("Police")
    FIRE = "fire", _("Fire and rescue")
    PARTNERSHIP = "partnership", _("Partnership")
    OTHER_PUBLIC = "other_public", _("Other public body")
    CHARITY = "charity", _("Charity")
    GROUP = "group", _("Community group")
    COMPANY = "company", _("Social enterprise or company")
    FAITH = "faith", _("Faith group")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure body (CVS)")
    NETWORK = "network", _("Network or forum")


class Ombudsman(models.TextChoices):
    """Who takes complaints about a body from outside. Which one covers it depends on what it does and where."""

    LGSCO = "lgsco", _("Local Government and Social Care Ombudsman")
    PHSO = "phso", _("Parliamentary and Health Service Ombudsman")
    PSOW = "psow", _("Public Services Ombudsman for Wales")
    SPSO = "spso", _("Scottish Public Services Ombudsman")
    NIPSO = "nipso", _("Northern Ireland Public Services Ombudsman")


class Role(models.TextChoices):
    """What a person may be in an organisation."""

    REPRESENTATIVE = "representative", _("Representative")
    SIGNATORY = "signatory", _("Authorised signatory")
    CHAMPION = "champion", _("Compact Champion")


class OrganisationQuerySet(models.QuerySet):
    """Organisations, and who may act for them."""

    def visible_to(self, user):
        """Organisations are a public register."""
        return self

    def acted_for_by(self, user):
        """The records a person may act for now: of their organisations, and those that were merged into them."""
        held = access.objects_for(user, "act_for", Organisation.objects.order_by()).values("pk")
        return self.filter(Q(pk__in=held) | Q(merged_into__in=held))

    def standing(self):
        """Without the records that were merged into others: what can be chosen, listed, acted for."""
        return self.filter(merged_into=None)

    def around(self, organisation):
        """The records merged into an organisation, its members, and those that it followed. One query for all."""
        return self.filter(Q(merged_into=organisation) | Q(umbrella=organisation) | Q(successor=organisation))

    def called(self, words: str):
        """Those of which the name, another name or a former name contains some words."""
        other = OtherName.objects.filter(name__icontains=words).values("organisation")
        return self.filter(Q(name__icontains=words) | Q(pk__in=other))

    def with_nobody(self, on: date | None = None):
        """Those for which nobody acts on a day; `had_somebody` says whether somebody did before."""
        acting = [Role.REPRESENTATIVE, Role.SIGNATORY]
        ever = Membership.objects.filter(organisation=OuterRef("pk"), role__in=acting)
        now = ever.in_term(on).filter(person__is_active=True)
        return self.filter(~Exists(now)).annotate(had_somebody=Exists(ever))

    def left_by_all(self):
        """Those for which somebody acted, and nobody does now."""
        return self.standing().with_nobody().filter(had_somebody=True)


class Organisation(models.Model):
    """A statutory body or an organisation of the voluntary and community sector."""

    name = models.CharField(
        _("name"),
        max_length=160,
        unique=True,
        error_messages={"unique": _("An organisation of that name is already in the register.")},
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True, validators=[SLUG])
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    compacts = models.ManyToManyField(
        Compact, related_name="organisations", blank=True, verbose_name=_("Compacts of its area")
    )
    charity_number = models.CharField(_("charity number"), max_length=12, blank=True, validators=[numbers.CHARITY])
    company_number = models.CharField(_("company number"), max_length=8, blank=True, validators=[numbers.COMPANY])
    public_number = models.CharField(
        _("public-body number"), max_length=9, blank=True, validators=[numbers.PUBLIC_BODY]
    )
    area_served = models.CharField(_("area it serves"), max_length=200, blank=True)
    umbrella = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("umbrella body"),
    )
    complaints_days = models.PositiveSmallIntegerField(
        _("time limit of its complaints procedure"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(260)],
        help_text=_("In working days. A formal dispute must be answered within it."),
    )
    ombudsman = models.CharField(_("ombudsman"), max_length=8, choices=Ombudsman, blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_name = models.CharField(_("public contact"), max_length=120, blank=True)
    email = models.EmailField(_("public email address"), blank=True)
    contact_phone = models.CharField(_("public telephone number"), max_length=30, blank=True)
    postal_address = models.TextField(_("postal address"), max_length=400, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    succeeded_on = models.DateField(_("followed by it since"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    merged_at = models.DateTimeField(null=True, blank=True, editable=False)
    officers_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganisationQuerySet.as_manager()
    history = keep_history(excluded_fields=["officers_told_at"])

    ROLES = {
        Role.REPRESENTATIVE: ["act_for"],
        Role.SIGNATORY: ["act_for", "sign_for"],
        Role.CHAMPION: ["champion"],
    }

    class Meta:
        ordering = ["name"]
        permissions = [
            ("act_for", "Acts for the organisation"),
            ("sign_for", "Signs for the organisation"),
            ("champion", "Is its Compact Champion"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(complaints_days=None) | Q(complaints_days__gte=1, complaints_days__lte=260),
                name="a_complaints_time_limit_is_1_to_260_working_days",
            ),
            models.CheckConstraint(
                condition=Q(umbrella=None) | ~Q(umbrella=models.F("id")),
                name="an_organisation_is_not_its_own_umbrella",
                violation_error_message=_("An organisation cannot be its own umbrella body."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=models.F("id")),
                name="an_organisation_does_not_follow_itself",
                violation_error_message=_("An organisation cannot be its own successor."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None, succeeded_on=None) | Q(successor__isnull=False, succeeded_on__isnull=False),
                name="a_successor_follows_on_a_day",
                violation_error_message=_("Enter both the successor and the day it followed, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_at=None)
                | (Q(merged_into__isnull=False, merged_at__isnull=False) & ~Q(merged_into=models.F("id"))),
                name="a_record_is_merged_into_another_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("signatories:organisation", args=[self.slug])

    @classmethod
    def free_slug(cls, name: str, taken: set[str] | None = None) -> str:
        """Return an address made from a name that no organisation has yet; `taken`: all those that are, where known."""
        base = slugify(name)[:70].strip("-")
        if taken is None:
            taken = set(cls.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (f"{base}-{number}" for number in count(2))
        return next(slug for slug in chain([base], numbered) if slug not in taken)

    @property
    def remaining(self) -> "Organisation":
        """The record that speaks for the body: itself, or the one it was merged into."""
        return self.merged_into or self

    def records(self):
        """All records of the body: the one that remains, and those merged into it."""
        key = self.merged_into_id or self.pk
        return Organisation.objects.filter(Q(pk=key) | Q(merged_into=key))

    def permits(self, user, codename: str) -> bool:
        """Whether a person holds a right on the body now."""
        return access.permits(user, codename, self.remaining)

    def actions_for(self, user) -> frozenset[str]:
        """What a person may do: act_for, sign_for, champion; change_organisation for an officer of its area."""
        body = self.remaining
        actions = access.rights(user, body)
        if access.objects_for(user, "change_compact", body.compacts.all()).exists():
            actions |= {"change_organisation"}
        return actions

    def people(self, *roles: str):
        """The people who act for it today in any of the roles (representatives and signatories unless told)."""
        return (
            self.remaining.memberships.in_term()
            .filter(role__in=roles or [Role.REPRESENTATIVE, Role.SIGNATORY], person__is_active=True)
            .select_related("person")
        )

    def acting(self) -> list:
        """The people who act for it today, each once."""
        return list(dict.fromkeys(membership.person for membership in self.people()))


class OrganisationUserObjectPermission(access.UserObjectPermissionBase):
    """A permission of one person on one organisation."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class OrganisationGroupObjectPermission(access.GroupObjectPermissionBase):
    """A permission of a role's group on one organisation."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class NameKind(models.TextChoices):
    """What a name beside the name is."""

    ALIAS = "alias", _("Also known as")
    FORMER = "former", _("Former name")


class OtherName(models.Model):
    """A name by which an organisation is or was known beside its name, with its first and last day where known."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="other_names")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind of name"), max_length=8, choices=NameKind, default=NameKind.ALIAS)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    history = keep_history()

    class Meta:
        ordering = ["kind", "-until_on", "name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                "kind",
                name="an_organisation_has_a_name_once",
                violation_error_message=_("This name is in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="a_name_begins_before_it_ends",
                violation_error_message=_("The last day must be the first day or later."),
            ),
            models.CheckConstraint(
                condition=~Q(name__contains=";"),
                name="a_name_has_no_semicolon",
                violation_error_message=_("Write the name without a semicolon, which parts names in the file."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    """Memberships, by term."""

    def in_term(self, on: date | None = None):
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Membership(models.Model):
    """A person holds a role in an organisation from a date until a date (both included)."""

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    grant = models.OneToOneField(access.Grant, on_delete=models.PROTECT, related_name="membership", editable=False)

    objects = MembershipQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["organisation", "person", "starts_on"]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.organisation}"

    @classmethod
    @transaction.atomic
    def begin(
        cls,
        person,
        organisation,
        role: str,
        *,
        by,
        starts_on: date | None = None,
        ends_on: date | None = None,
        reason="",
    ) -> "Membership":
        """Let a person act for an organisation in a role, from today unless told, and grant the role's rights."""
        starts_on = starts_on or timezone.localdate()
        grant = access.appoint(person, organisation, role, starts_on=starts_on, ends_on=ends_on, by=by, reason=reason)
        return cls.objects.create(
            person=person,
            organisation=organisation,
            role=role,
            starts_on=starts_on,
            ends_on=ends_on,
            grant=grant,
        )

    @transaction.atomic
    def end(self, *, by, on: date | None = None, reason: str = "") -> None:
        """Let it end with a day; without one at once, so that yesterday was the last."""
        self.ends_on = on or timezone.localdate() - timedelta(days=1)
        self._change_reason = reason
        self.save(update_fields=["ends_on"])
        access.end(self.grant, self.organisation, on=self.ends_on, by=by, reason=reason)
