"""Where Django looks for the ground's models; each lives with what it serves."""

from compact_portal.access import AccessEvent, Grant
from compact_portal.forgetting import Forgotten
from compact_portal.mail import Message
from compact_portal.pdf.seals import Seal, SealingCertificate

__all__ = ["AccessEvent", "Forgotten", "Grant", "Message", "Seal", "SealingCertificate"]
