"""PendingImport: what was read from a file, arranged by officers until it becomes a draft or is thrown away."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.arranging import Arrangement, Step
from compact_portal.compacts.importing.parsed import ParsedText
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.models.text import PAGES, Text
from compact_portal.history import NotAllowed

KEPT_DAYS = 30
STEPS_KEPT = 10  # So many can be undone.
LONGEST_WHAT = 200


class OutOfDate(NotAllowed):
    """Somebody else has arranged the import since it was read."""

    def __init__(self) -> None:
        super().__init__(_t("Somebody else has arranged this text since you opened it. Here it is as it stands now."))


class PendingImport(models.Model):
    """A text being arranged before it becomes a draft. `arrangement` is `Arrangement.as_dict()`.

    Only those who may edit the text see it. After 30 days without a step it is thrown away.
    """

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="pending_imports")
    label = models.CharField(_("name of the edition"), max_length=60)
    file_name = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    arrangement = models.JSONField()

    class Meta:
        ordering = ["-arranged_at"]

    def __str__(self) -> str:
        return _t("%(text)s, import “%(label)s”") % {"text": self.text, "label": self.label}

    def get_absolute_url(self) -> str:
        space = PAGES[TextKind(self.text.kind)].partition(":")[0]
        return reverse(f"{space}:pending", args=[self.text.slug.rpartition("/")[2], self.pk])

    @classmethod
    def begin(cls, text: Text, label: str, parsed: ParsedText, *, by, file_name: str = "") -> "PendingImport":
        """Keep what was read from a file, to be arranged."""
        arrangement = Arrangement.of(parsed).as_dict()
        return cls.objects.create(
            text=text, label=label, file_name=file_name[-200:], made_by=by, arranged_by=by, arrangement=arrangement
        )

    @property
    def kept_until(self):
        """The day after which it is thrown away, when nobody takes a step."""
        return timezone.localdate(self.arranged_at) + timedelta(days=KEPT_DAYS)

    def arranged(self) -> Arrangement:
        """What was read, as it is arranged now."""
        return Arrangement.from_dict(self.arrangement)

    @transaction.atomic
    def take(self, step: Step, what: str, *, by, seen: int) -> object:
        """Take a step of arranging on the version that was `seen`, and return what the step returns.

        `what` tells it in a few words. Raises NotArranged with the step's own sentence, and OutOfDate where somebody
        else has taken a step since; then nothing is changed.
        """
        before = self.arrangement
        arranged = self.arranged()
        result = step(arranged)
        self._claim(arranged.as_dict(), by=by, seen=seen)
        self.steps.create(version=seen, arrangement=before, what=what[:LONGEST_WHAT], by=by)
        self.steps.filter(version__lte=seen - STEPS_KEPT).delete()
        return result

    @transaction.atomic
    def undo(self, *, by, seen: int) -> str:
        """Take the last step back, and return what it was. Raises NotAllowed where there is none."""
        last = self.last_step()
        if last is None:
            raise NotAllowed(_t("There is nothing to undo."))
        self._claim(last.arrangement, by=by, seen=seen)
        last.delete()
        return last.what

    def last_step(self) -> "PendingStep | None":
        """The step that can be undone."""
        return self.steps.order_by("-pk").first()

    def _claim(self, arrangement: dict, *, by, seen: int) -> None:
        """Write an arrangement over the version that was seen, or raise OutOfDate."""
        now = timezone.now()
        changes = {"arrangement": arrangement, "arranged_by": by, "arranged_at": now, "version": F("version") + 1}
        if not PendingImport.objects.filter(pk=self.pk, version=seen).update(**changes):
            raise OutOfDate
        self.refresh_from_db()


class PendingStep(models.Model):
    """The arrangement before a step, so that the step can be undone."""

    pending = models.ForeignKey(PendingImport, on_delete=models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField()
    arrangement = models.JSONField()
    what = models.CharField(max_length=LONGEST_WHAT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.what


def throw_away() -> str:
    """Timed work: throw away imports that nobody has arranged for 30 days."""
    old = PendingImport.objects.filter(arranged_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    count = old.count()
    old.delete()
    return f"{count} pending imports thrown away"
