"""Mail about a dispute, and what is new for each person: written with the step it tells of, in the reader's words."""

from disputes.notifications.drafts import begun_for
from disputes.notifications.telling import tell

__all__ = ["begun_for", "tell"]
