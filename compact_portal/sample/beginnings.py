"""What has just begun in the sample: a code of Derby's own, from the model on volunteering, with its guidance."""

from codes.models import Code
from compact_portal.accounts.models import User
from compact_portal.compacts.actions import begin_from_model
from compact_portal.compacts.models import Compact


def make_beginnings(compact: Compact, people: dict[str, User]) -> None:
    """A draft of a local code, which only officers see until it is published."""
    code = Code.found(
        title="Derby Volunteering Code", short_name="Derby Volunteering", slug="derby-volunteering", compact=compact
    )
    begin_from_model(code.text, "first", "code-volunteering", by=people["officer"])
