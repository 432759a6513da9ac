"""Comment: what somebody says of a clause, or of the whole, while an edition is out to consultation; and its answer."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import mail
from compact_portal.compacts import notifications
from compact_portal.compacts.lifecycle import COMMENT_MOVES, CommentState, Outcome
from compact_portal.compacts.models.consultation import Consultation, ConsultedClause
from compact_portal.compacts.spam import same_words
from compact_portal.history import Event, NotAllowed

CONFIRM_WITHIN = timedelta(days=7)
SENT_MAIL_KEPT = timedelta(days=7)  # The outbox knows the addresses too.
ADDRESS_KEPT = timedelta(days=365)  # After the consultation closed, at the longest.


class CommentQuerySet(models.QuerySet):
    """Comments, by how far they have come."""

    def published(self):
        return self.filter(state=CommentState.PUBLISHED)

    def to_decide(self):
        """Those that wait for an officer."""
        return self.filter(state__in=[CommentState.WAITING, CommentState.HELD])

    def to_answer(self):
        """Those that everybody can read and that have no answer yet."""
        return self.published().filter(answer=None)


class Comment(models.Model):
    """What somebody says. `email` is for the confirmation and for news of this comment only, and is wiped after that.

    Nobody reads it before it is confirmed, only officers before it is published. `signs` are the reasons, in sentences
    of a line each, for which it was held back as possible spam.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    clause = models.ForeignKey(
        ConsultedClause, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    words = models.TextField(_("comment"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    nameless = models.BooleanField(_("publish without the name"), default=False)
    email = models.EmailField(_("email address"), blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    state = models.CharField(_("state"), max_length=12, choices=CommentState, default=CommentState.UNCONFIRMED)
    signs = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer = models.ForeignKey("Answer", on_delete=models.PROTECT, null=True, blank=True, related_name="comments")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["consultation", "state"], name="comments_by_state")]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_comment_says_something"),
            models.CheckConstraint(
                condition=Q(answer=None) | Q(state="published"), name="what_is_answered_is_published"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "spam"]) | Q(email=""),
                name="no_address_is_kept_of_what_is_not_published",
            ),
        ]

    def __str__(self) -> str:
        return _t("Comment %(number)s") % {"number": self.pk}

    @property
    def author(self) -> str:
        """Who said it, as everybody reads it."""
        name = "" if self.nameless else self.name
        return ", ".join(filter(None, [name, self.organisation])) or _t("A member of the public")

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its consultation."""
        return f"comment-{self.pk}"

    @property
    def address(self) -> str:
        """Where news of it goes: "" where nobody is to be told any more."""
        return self.person.email if self.person else self.email

    @classmethod
    @transaction.atomic
    def receive(
        cls,
        consultation: Consultation,
        *,
        words: str,
        clause: ConsultedClause | None = None,
        name: str = "",
        organisation: str = "",
        nameless: bool = False,
        email: str = "",
        person=None,
        signs: Iterable[str] = (),
    ) -> "Comment":
        """Take a comment: of somebody signed in for the officers at once, of others once they confirm their address."""
        if not consultation.is_open:
            raise NotAllowed(_t("Comments have closed. %(sentence)s") % {"sentence": consultation.sentence()})
        signs = list(signs)
        others = consultation.comments.exclude(state=CommentState.UNCONFIRMED).values_list("words", flat=True)
        if same_words(words, others):
            signs.append(_t("The same words were sent before."))
        comment = cls.objects.create(
            consultation=consultation,
            clause=clause,
            words=words,
            name=name or (str(person) if person else ""),
            organisation=organisation,
            nameless=nameless,
            email="" if person else email.lower(),
            person=person,
            signs="\n".join(signs),
            state=CommentState.UNCONFIRMED if person is None else CommentState.HELD if signs else CommentState.WAITING,
        )
        if person is None:
            notifications.confirm_comment(comment)
        return comment

    def token(self) -> str:
        """The secret of the link that confirms it; it changes once the link is used."""
        state = f"{self.pk}|{self.email}|{self.state}|{self.made_at.isoformat()}"
        return salted_hmac("compact_portal.compacts.comment", state, algorithm="sha256").hexdigest()[:40]

    def link_is_good(self, token: str) -> bool:
        """Whether a link's token is this comment's, not used yet, and not older than `CONFIRM_WITHIN`."""
        return (
            self.state == CommentState.UNCONFIRMED
            and timezone.now() - self.made_at <= CONFIRM_WITHIN
            and constant_time_compare(token, self.token())
        )

    @transaction.atomic
    def confirm(self) -> None:
        """Its author has shown that the address is theirs: now officers read it."""
        self._move(CommentState.HELD if self.signs else CommentState.WAITING, by=None)

    @transaction.atomic
    def publish(self, *, by) -> None:
        """Let everybody read it, and tell its author."""
        self._move(CommentState.PUBLISHED, by=by)
        notifications.comment_published(self)

    @transaction.atomic
    def refuse(self, *, by, reason: str) -> None:
        """Do not publish it, for a reason that its author is told and that is kept."""
        if not reason.strip():
            raise NotAllowed(_t("Enter why it is not published. Its author is told."))
        notifications.comment_refused(self, reason)
        self._move(CommentState.REFUSED, by=by, note=reason, email="")

    @transaction.atomic
    def mark_spam(self, *, by) -> None:
        """It is advertising, or sent by a machine: nobody is told, and its address is wiped."""
        self._move(CommentState.SPAM, by=by, email="")

    @transaction.atomic
    def put_back(self, *, by) -> None:
        """Undo what was decided: it waits again. An answer that it had is parted from it."""
        self._move(CommentState.WAITING, by=by, answer=None)

    def _move(self, after: CommentState, *, by, note: str = "", **changes) -> None:
        """Take one step and write its history, or raise NotAllowed and change nothing."""
        before = CommentState(self.state)
        if after not in COMMENT_MOVES[before]:
            raise NotAllowed(_t("%(comment)s is already: %(state)s.") % {"comment": self, "state": before.label})
        changes |= {"state": after, "decided_at": timezone.now() if by else None}
        if not Comment.objects.filter(pk=self.pk, state=before).update(**changes):
            raise NotAllowed(
                _t("Somebody else has just decided on %(comment)s. Look at how it stands now.") % {"comment": self}
            )
        for name, value in changes.items():
            setattr(self, name, value)
        self.events.create(action=after.value, actor=by, note=note)

    @transaction.atomic
    def take_name_away(self, *, by) -> None:
        """Wipe name, organisation and address, as its author may ask; what was said stays."""
        Comment.objects.filter(pk=self.pk).update(name="", organisation="", email="", person=None, nameless=True)
        self.refresh_from_db()
        mail.forget(self.about)
        self.events.create(action="name_taken_away", actor=by)

    @property
    def about(self) -> str:
        """What mail about it is marked with."""
        return f"comment {self.pk}"


class CommentEvent(Event):
    """What was decided on a comment: confirmed, published, refused and why, spam, answered. No name, no address."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="events")


class Answer(models.Model):
    """What officers answer to one comment or to several, and what became of the text. Everybody can read it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField(_("answer"))
    outcome = models.CharField(_("what became of it"), max_length=12, choices=Outcome)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_answer_says_something")]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @classmethod
    @transaction.atomic
    def give(cls, consultation: Consultation, comments: Iterable[Comment], *, words: str, outcome: str, by) -> "Answer":
        """Answer some published comments of a consultation at once, and tell their authors. An earlier answer is kept.

        Raises NotAllowed, and answers none, where one of them is not published.
        """
        comments = list(comments)
        if not comments:
            raise NotAllowed(_t("Choose the comments that you answer."))
        answer = cls.objects.create(consultation=consultation, words=words, outcome=outcome, by=by)
        keys = [comment.pk for comment in comments]
        published = Comment.objects.filter(pk__in=keys, consultation=consultation, state=CommentState.PUBLISHED)
        if published.update(answer=answer) != len(set(keys)):
            raise NotAllowed(_t("Only published comments can be answered. Publish them first."))
        CommentEvent.objects.bulk_create(
            [CommentEvent(comment=comment, action="answered", actor=by, note=str(answer.pk)) for comment in comments]
        )
        notifications.comments_answered(answer, comments)
        return answer


def keep_comments() -> str:
    """Timed work: comments never confirmed are thrown away; addresses that are of no more use are wiped, mail too.

    An address is of use until its comment is answered and the summary of the consultation is out, and for a year after
    the consultation closed at the longest.
    """
    now = timezone.now()
    unconfirmed = Comment.objects.filter(state=CommentState.UNCONFIRMED, made_at__lt=now - CONFIRM_WITHIN)
    for comment in unconfirmed:
        mail.forget(comment.about)
    thrown, _kinds = unconfirmed.delete()
    told = Q(answer__isnull=False, consultation__summary_at__lt=now - timedelta(days=1))
    old = Q(consultation__ended_at__lt=now - ADDRESS_KEPT)
    keys = list(Comment.objects.exclude(email="").filter(told | old).values_list("pk", flat=True))
    count = Comment.objects.filter(pk__in=keys).update(email="")
    mail.forget_sent("comment ", before=now - SENT_MAIL_KEPT)
    return f"{thrown} unconfirmed comments thrown away, {count} addresses wiped"
