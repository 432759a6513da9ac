"""Is a PDF what it says it is? Asked of page-validation, in every run."""

import page


def faults(pdf: bytes, profile: str = "ua1") -> list[str]:
    """Return what keeps a PDF from following a profile, one line a rule; nothing where it follows it.

    :param profile: "ua1" for PDF/UA-1, "3a" for PDF/A-3a, and so on.
    """
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
