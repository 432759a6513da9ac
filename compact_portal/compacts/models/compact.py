"""Compact: an agreement, in one area, between statutory bodies and the voluntary and community sector."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.kinds import Nation, TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.history import keep_history

SLUG = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Use small letters, digits and single hyphens, like south-derbyshire.")
)


class AreaKind(models.TextChoices):
    """What sort of place a Compact covers."""

    CITY = "city", _("City")
    COUNTY = "county", _("County")
    DISTRICT = "district", _("District")
    BOROUGH = "borough", _("Borough")
    REGION = "region", _("Region")
    NATION = "nation", _("Nation")


class Colour(models.TextChoices):
    """Accent colours to choose from. Each has a contrast of at least 4.5:1 against white (tests/portal)."""

    BLUE = "blue", _("Blue")
    TEAL = "teal", _("Teal")
    GREEN = "green", _("Green")
    PURPLE = "purple", _("Purple")
    PLUM = "plum", _("Plum")
    RED = "red", _("Red")
    BROWN = "brown", _("Brown")
    SLATE = "slate", _("Slate")


class CompactQuerySet(models.QuerySet):
    """Compacts, and what of them is at hand."""

    def visible_to(self, user):
        """Every Compact is public; what is not yet public is its drafts."""
        return self

    def covering(self, place: str):
        """The Compacts whose name, area or places contain some words."""
        return self.filter(Q(name__icontains=place) | Q(area_name__icontains=place) | Q(places__icontains=place))

    def with_editions(self):
        """With the agreement's editions at hand, newest first, so that `state_sentence` costs no query."""
        return self.select_related("core").prefetch_related(
            "texts__editions__text", "texts__editions__consultations", "core__texts__editions__text"
        )


class Compact(models.Model):
    """A local Compact. Its public state is derived from its editions and shown in words."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True, validators=[SLUG])
    area_name = models.CharField(_("area"), max_length=120)
    area_kind = models.CharField(_("kind of area"), max_length=12, choices=AreaKind)
    nation = models.CharField(_("nation"), max_length=20, choices=Nation, default=Nation.ENGLAND)
    places = models.TextField(
        _("other place names"),
        blank=True,
        help_text=_("Towns and districts people may search for, one on each line."),
    )
    core = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adopted_by",
        verbose_name=_("core Compact"),
        help_text=_("The county's Compact, where this area adopts its text."),
    )
    framework = models.CharField(_("national framework"), max_length=120, blank=True)
    colour = models.CharField(_("accent colour"), max_length=10, choices=Colour, default=Colour.BLUE)
    logo = models.FileField(_("logo"), upload_to="logos/", blank=True)
    notice = models.TextField(_("notice"), blank=True, help_text=_("Shown on the front page of this Compact."))
    statutory_contact_name = models.CharField(_("statutory sector contact"), max_length=120, blank=True)
    statutory_contact_email = models.EmailField(_("their email address"), blank=True)
    statutory_contact_phone = models.CharField(_("their telephone number"), max_length=30, blank=True)
    vcs_contact_name = models.CharField(_("voluntary and community sector contact"), max_length=120, blank=True)
    vcs_contact_email = models.EmailField(_("their email address"), blank=True)
    vcs_contact_phone = models.CharField(_("their telephone number"), max_length=30, blank=True)
    reviewed_on = models.DateField(_("last Annual Review"), null=True, blank=True)
    next_review_on = models.DateField(_("next Annual Review"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CompactQuerySet.as_manager()
    history = keep_history()

    # Role on a Compact → permissions of the role's group. Forum roles are held through seats (signatories.Seat).
    ROLES = {
        "officer": ["change_compact", "view_drafts"],
        "forum_member": ["sit_on_forum", "view_drafts"],
        "forum_chair": ["sit_on_forum", "chair_forum", "view_drafts"],
        "forum_vice_chair": ["sit_on_forum", "deputise_for_chair", "view_drafts"],
        "approver_statutory": ["approve_for_statutory", "view_drafts"],
        "approver_vcs": ["approve_for_vcs", "view_drafts"],
    }

    class Meta:
        ordering = ["name"]
        permissions = [
            ("view_drafts", "Can read drafts"),
            ("sit_on_forum", "Sits on the Compact Forum"),
            ("chair_forum", "Chairs the Compact Forum"),
            ("deputise_for_chair", "Acts for the chair of the Compact Forum"),
            ("approve_for_statutory", "Approves texts for the statutory sector"),
            ("approve_for_vcs", "Approves texts for the voluntary and community sector"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(core=None) | ~Q(core=models.F("id")),
                name="a_compact_is_not_its_own_core",
                violation_error_message=_("A Compact cannot adopt its own text. Choose another core Compact."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("compact", args=[self.slug])

    @classmethod
    @transaction.atomic
    def found(cls, **fields) -> "Compact":
        """A new Compact with its agreement, which has no edition yet."""
        compact = cls.objects.create(**fields)
        compact.texts.create(kind=TextKind.AGREEMENT, slug=compact.slug, title=compact.name)
        return compact

    def actions_for(self, user) -> frozenset[str]:
        """What a person may do with this Compact: codenames of permissions."""
        return access.rights(user, self)

    @cached_property
    def agreement(self):
        """The text of the agreement (of this Compact's own, even where it adopts a core Compact's)."""
        return next(text for text in self.texts.all() if text.kind == TextKind.AGREEMENT)

    @cached_property
    def current_edition(self):
        """The edition in force: its own, else the core Compact's, else None."""
        for edition in self.agreement.editions.all():
            if edition.state == EditionState.IN_FORCE:
                return edition
        return self.core.current_edition if self.core else None

    def edition_on(self, day: date):
        """The edition that was in force on a day, its own or the core Compact's, or None."""
        for edition in self.agreement.editions.all():
            if edition.was_in_force_on(day):
                return edition
        return self.core.edition_on(day) if self.core else None

    @property
    def state(self) -> str:
        """The public state in one word: current, refreshing, consultation, draft, lapsed, none."""
        states = {edition.state for edition in self.agreement.editions.all()}
        if self.current_edition:
            open_draft = states & {EditionState.DRAFT, EditionState.CONSULTATION}
            return "refreshing" if open_draft else "current"
        for state, word in [
            (EditionState.CONSULTATION, "consultation"),
            (EditionState.DRAFT, "draft"),
            (EditionState.LAPSED, "lapsed"),
        ]:
            if state in states:
                return word
        return "none"

    def state_sentence(self) -> str:
        """The public state in one sentence, as the front page and the directory show it."""
        editions = list(self.agreement.editions.all())
        current = self.current_edition
        consultation = next((e for e in editions if e.state == EditionState.CONSULTATION), None)
        out = consultation and consultation.last_consultation
        if current and current.text_id != self.agreement.pk:
            sentence = _t("In force: %(area)s adopts the %(core)s.") % {
                "area": self.area_name,
                "core": self.core,
            }
        elif current and current.in_force_on:
            sentence = _t("In force since %(date)s.") % {"date": date_format(current.in_force_on)}
        elif current:
            sentence = _t("In force. The printed agreement gives no date.")
        elif lapsed := next((e for e in editions if e.state == EditionState.LAPSED and e.ended_on), None):
            sentence = _t("No current agreement. The last one lapsed on %(date)s.") % {
                "date": date_format(lapsed.ended_on)
            }
        elif self.core:
            sentence = _t(
                "No current agreement: %(area)s adopts the text of the %(core)s, which has none in force."
            ) % {
                "area": self.area_name,
                "core": self.core,
            }
        else:
            sentence = _t("No current agreement.")
        if out and out.is_open:
            words = (
                _t("Being refreshed: comment until %(date)s.")
                if current
                else _t("Comment on the draft until %(date)s.")
            )
            return f"{sentence} {words % {'date': date_format(out.closes_on)}}"
        if consultation:
            return f"{sentence} " + _t("A new text was out to consultation, and what was said is being looked at.")
        if any(e.state == EditionState.DRAFT for e in editions):
            return f"{sentence} " + (
                _t("Being refreshed: a new draft is open.") if current else _t("A draft is being written.")
            )
        return sentence


class CompactUserObjectPermission(access.UserObjectPermissionBase):
    """A permission of one person on one Compact."""

    content_object = models.ForeignKey(Compact, on_delete=models.CASCADE)


class CompactGroupObjectPermission(access.GroupObjectPermissionBase):
    """A permission of a role's group on one Compact."""

    content_object = models.ForeignKey(Compact, on_delete=models.CASCADE)
