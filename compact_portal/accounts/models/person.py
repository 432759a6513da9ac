"""User: a person who may sign in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts import invitations
from compact_portal.history import NotAllowed, keep_history


class UserManager(BaseUserManager["User"]):
    """Makes people, and finds them by address however it is capitalised."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A new person; without a password they can only come in through an invitation or an e-mailed code."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """A portal administrator (what `manage.py createsuperuser` makes). No right on any dispute follows from it."""
        return self.create_user(email, password, is_administrator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: known by e-mail address, however it is capitalised. Never deleted, only made inactive."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("full name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_administrator = models.BooleanField(_("administers the portal"), default=False)
    invited_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()
    history = keep_history(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="an_email_address_belongs_to_one_person",
                violation_error_message=_("Somebody already has this email address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args, **kwargs) -> None:
        """Save; signing in (which notes only the moment) is no change to remember."""
        if list(kwargs.get("update_fields") or []) != ["last_login"]:
            return super().save(*args, **kwargs)
        self.skip_history_when_saving = True
        try:
            return super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving

    def get_full_name(self) -> str:
        return str(self)

    @classmethod
    @transaction.atomic
    def invite(cls, *, email: str, name: str = "", by: "User") -> "User":
        """The person with this address: found, or made and invited by mail to join.

        The mail's link leads to a page with a button, where the person sets a name and a password; the roles they are
        invited for are granted by the caller.
        """
        person = cls.objects.filter(email__iexact=email).first()
        if person is None:
            try:
                with transaction.atomic():
                    person = cls.objects.create_user(email, name=name, invited_by=by, invited_at=timezone.now())
            except IntegrityError:  # Somebody else has just invited the same address.
                person = cls.objects.get(email__iexact=email)
        if person.joined_at is None:
            invitations.send(person, by=by)
        return person

    @transaction.atomic
    def join(self, *, name: str, password: str) -> None:
        """Take up an invitation: a name and a password. Raises NotAllowed where it has been taken up already."""
        now = timezone.now()
        if not User.objects.filter(pk=self.pk, joined_at=None).update(joined_at=now):
            raise NotAllowed(_t("This invitation has been used. Sign in with the password you chose."))
        self.joined_at, self.name = now, name
        self.set_password(password)
        self._change_reason = "joined"
        self.save(update_fields=["joined_at", "name", "password"])

    @transaction.atomic
    def close(self, *, by: "User", reason: str) -> None:
        """Let somebody sign in no more, from their next request on. What they did stays under their name."""
        if self == by:
            raise NotAllowed(_t("You cannot close your own account. Ask another administrator."))
        self._set_active(False, by=by, reason=reason)

    @transaction.atomic
    def reopen(self, *, by: "User", reason: str) -> None:
        """Let somebody sign in again."""
        self._set_active(True, by=by, reason=reason)

    def _set_active(self, active: bool, *, by: "User", reason: str) -> None:
        self.is_active = active
        self._change_reason, self._history_user = reason, by
        self.save(update_fields=["is_active"])
