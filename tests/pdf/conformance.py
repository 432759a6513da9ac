"""Is a PDF what it says it is? Asked of page-validation, in every run."""

import page

# It takes a carriage return that ends the data of a stream for a part of the line end after it; veraPDF does not.
MISTAKEN = {"PDFA3A-STREAM-LENGTH-001"}


def faults(pdf: bytes, profile: str = "ua1") -> list[str]:
    """Return what keeps a PDF from following a profile, one line a rule; nothing where it follows it.

    :param profile: "ua1" for PDF/UA-1, "3a" for PDF/A-3a, and so on.
    """
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures if failure.rule_id not in MISTAKEN]
