"""PDF documents: turning a page of HTML into one that everybody can read, always with the same bytes."""

from compact_portal.pdf.rendering import Attached, render

__all__ = ["Attached", "render"]
