"""PrintedEdition: the text of an edition as a file."""

from django.db import models

from compact_portal.compacts.models.compact import Compact
from compact_portal.compacts.models.edition import Edition
from compact_portal.printing import Printed


class PrintedEdition(Printed):
    """The text of an edition as PDF, with the cover of its own Compact or of one that adopts it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="printed")
    adopted_by = models.ForeignKey(
        Compact, on_delete=models.CASCADE, null=True, blank=True, related_name="printed_editions"
    )
    file = models.FileField(upload_to="editions/", blank=True)

    class Meta(Printed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["edition", "content_digest"], name="one_text_is_printed_once"),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | (~models.Q(file="") & models.Q(made_at__isnull=False)),
                name="a_printed_edition_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} ({self.get_state_display()})"
