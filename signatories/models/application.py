"""Application: an organisation asks to sign a Compact; its address is confirmed, then an officer says who it is."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import mail
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.history import Event, NotAllowed
from signatories.models.organisation import Kind, Organisation
from signatories.models.request import SigningRequest
from signatories.notifications import joining as tell

CONFIRM_WITHIN = timedelta(days=7)
PERSON_KEPT = timedelta(days=90)  # After it was accepted: by then the request has been answered or has lapsed.
SENT_MAIL_KEPT = timedelta(days=7)


class ApplicationState(models.TextChoices):
    """How far an application has come."""

    UNCONFIRMED = "unconfirmed", _("Address not confirmed yet")
    WAITING = "waiting", _("Waiting for an officer")
    HELD = "held", _("Held back: it may be spam")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    SPAM = "spam", _("Spam")


S = ApplicationState
# State → the states that may follow it.
NEXT = {
    S.UNCONFIRMED: {S.WAITING, S.HELD},
    S.WAITING: {S.ACCEPTED, S.REFUSED, S.SPAM},
    S.HELD: {S.ACCEPTED, S.REFUSED, S.SPAM},
    S.ACCEPTED: set(),
    S.REFUSED: set(),
    S.SPAM: set(),
}
#: Those that wait for an officer.
TO_DECIDE = (S.WAITING, S.HELD)


class ApplicationQuerySet(models.QuerySet):
    """Applications, by how far they have come."""

    def to_decide(self):
        """Those that wait for an officer."""
        return self.filter(state__in=TO_DECIDE)

    def about(self, organisation: Organisation | None, name: str):
        """Those of one organisation: the one in the register, or one of that name."""
        same = Q(name__iexact=name)
        return self.filter(same | Q(organisation=organisation) if organisation else same)


class Application(models.Model):
    """What an organisation says of itself, and who asks for it; who that is, is wiped once nobody needs it.

    `organisation`: the one in the register that it says it is, or that an officer has found it to be.
    """

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    name = models.CharField(_("name"), max_length=160)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, blank=True)
    charity_number = models.CharField(_("charity number"), max_length=12, blank=True)
    company_number = models.CharField(_("company number"), max_length=8, blank=True)
    site = models.URLField(_("website"), blank=True)
    person_name = models.CharField(_("full name"), max_length=120, blank=True)
    office = models.CharField(_("office"), max_length=120, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    words = models.TextField(_("what the officer should know"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=S, default=S.UNCONFIRMED)
    signs = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    request = models.OneToOneField(
        SigningRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="application"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["compact", "state"], name="applications_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[S.REFUSED, S.SPAM]) | Q(email="", person_name=""),
                name="nobody_is_kept_of_an_application_refused",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ACCEPTED) | Q(organisation__isnull=False, request__isnull=False),
                name="an_accepted_application_has_its_organisation_and_request",
            ),
        ]

    def __str__(self) -> str:
        return _t("Application of %(organisation)s") % {"organisation": self.name}

    def get_absolute_url(self) -> str:
        return reverse("signatories:application", args=[self.compact.slug, self.pk])

    @property
    def about(self) -> str:
        """What mail about it is marked with."""
        return f"application {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an officer."""
        return self.state in TO_DECIDE

    @classmethod
    @transaction.atomic
    def receive(cls, compact: Compact, *, signs: Iterable[str] = (), confirmed: bool = False, **said) -> "Application":
        """Take an application. Officers see it once its address is confirmed, as that of who has signed in is.

        Raises NotAllowed where the organisation's application waits for an officer already.
        """
        if cls.objects.to_decide().filter(compact=compact).about(said.get("organisation"), said["name"]).exists():
            raise NotAllowed(
                _t("An application of %(organisation)s is with the officers already. They answer it by email.")
                % {"organisation": said["name"]}
            )
        said["email"] = said["email"].lower()
        unconfirmed = cls.objects.filter(compact=compact, state=S.UNCONFIRMED, email=said["email"])
        for earlier in unconfirmed.filter(name__iexact=said["name"]):  # Sent twice: the link of the last one is good.
            mail.forget(earlier.about)
            earlier.delete()
        application = cls.objects.create(compact=compact, signs="\n".join(signs), **said)
        if confirmed:
            application.confirm()
        else:
            tell.confirm_application(application, application.path_to_confirm())
        return application

    def path_to_confirm(self) -> str:
        """The address of the page whose button confirms it."""
        return reverse("signatories:confirm_application", args=[self.compact.slug, self.pk, self.token()])

    def token(self) -> str:
        """The secret of the link that confirms it; it changes once the link is used."""
        state = f"{self.pk}|{self.email}|{self.state}|{self.made_at.isoformat()}"
        return salted_hmac("signatories.application", state, algorithm="sha256").hexdigest()[:40]

    def link_is_good(self, token: str) -> bool:
        """Whether a link's token is this application's, not used yet, and not older than `CONFIRM_WITHIN`."""
        return (
            self.state == S.UNCONFIRMED
            and timezone.now() - self.made_at <= CONFIRM_WITHIN
            and constant_time_compare(token, self.token())
        )

    @transaction.atomic
    def confirm(self) -> None:
        """Who asks has shown that the address is theirs: now officers see it."""
        self._move(S.HELD if self.signs else S.WAITING, by=None)
        tell.application_received(self)

    @transaction.atomic
    def accept(self, *, by, organisation: Organisation, request: SigningRequest, note: str) -> None:
        """The officer knows who it is, and has asked it to sign. `note`: how they know."""
        changes = {"organisation": organisation, "request": request}
        self._move(S.ACCEPTED, by=by, note=note, **changes)

    @transaction.atomic
    def refuse(self, *, by, reason: str) -> None:
        """Refuse it for a reason that goes to who asked by mail; who that was is wiped."""
        tell.application_refused(self, reason)
        self._move(S.REFUSED, by=by, note=reason, email="", person_name="", office="")

    @transaction.atomic
    def mark_spam(self, *, by) -> None:
        """It is advertising, or sent by a machine: nobody is told, and the address is wiped."""
        self._move(S.SPAM, by=by, email="", person_name="", office="")

    def _move(self, after: ApplicationState, *, by, note: str = "", **changes) -> None:
        """Take one step and write its history, or raise NotAllowed and change nothing."""
        before = S(self.state)
        changes |= {"state": after, "decided_at": timezone.now() if by else None}
        allowed = after in NEXT[before]
        if not allowed or not Application.objects.filter(pk=self.pk, state=before).update(**changes):
            self.refresh_from_db()
            raise NotAllowed(
                _t("The %(application)s is already: %(state)s. Look at how it stands now.")
                % {"application": str(self).lower(), "state": self.get_state_display().lower()}
            )
        for name, value in changes.items():
            setattr(self, name, value)
        self.events.create(action=after.value, actor=by, note=note)


class ApplicationEvent(Event):
    """What was decided on an application, by whom and why. No name and no address of who asked."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")

    @property
    def title(self) -> str:
        """What was done, in words."""
        if self.action in (S.WAITING, S.HELD):
            return _t("Address confirmed")
        return str(S(self.action).label)


def keep_applications() -> str:
    """Timed work: applications never confirmed are thrown away; who asked is wiped when nobody needs it any more."""
    now = timezone.now()
    unconfirmed = Application.objects.filter(state=S.UNCONFIRMED, made_at__lt=now - CONFIRM_WITHIN)
    for application in unconfirmed:
        mail.forget(application.about)
    thrown, _kinds = unconfirmed.delete()
    over = Application.objects.filter(state=S.ACCEPTED, decided_at__lt=now - PERSON_KEPT).exclude(email="")
    wiped = over.update(email="", person_name="", office="", words="")
    mail.forget_sent("application ", before=now - SENT_MAIL_KEPT)
    return f"{thrown} unconfirmed applications thrown away, {wiped} addresses wiped"
