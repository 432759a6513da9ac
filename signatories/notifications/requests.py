"""Mail about requests to sign. What holds a link or a code is secret: its text is wiped once it is sent."""

from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal import access, mail
from signatories.notifications.people import people_of


def asked(request, *, secret: str, by) -> None:
    """Send the link with which somebody begins to sign."""
    mail.write(
        to=[request.to_email],
        subject=_("Sign the %(text)s for %(organisation)s")
        % {"text": request.edition.text, "organisation": request.organisation},
        template="signatories/email/asked_to_sign.txt",
        context={
            "request": request,
            "by": by or request.asked_by,
            "before": getattr(request, "handed_from", None),
            "link": reverse("signatories:request_link", args=[request.key, secret]),
        },
        about=_about(request),
        secret=True,
    )


def code(claim, *, code: str) -> None:
    """Send the code that goes with a link, to the address that was asked."""
    subject = claim.subject
    mail.write(
        to=[subject.to_email],
        subject=_("Your code for the %(text)s") % {"text": subject.edition.text},
        template="signatories/email/signing_code.txt",
        context={"subject": subject, "code": code},
        about=_about(subject),
        secret=True,
    )


def somebody_asked(request, *, by) -> None:
    """Tell who acts for an organisation that somebody was asked to sign in its name."""
    mail.write(
        to=[person for person in people_of(request.organisation) if person.email.lower() != request.to_email],
        subject=_("%(organisation)s is asked to sign the %(text)s")
        % {"organisation": request.organisation, "text": request.edition.text},
        template="signatories/email/somebody_asked.txt",
        context={"request": request, "by": by},
        about=_about(request),
    )


def handed_over(request, *, by=None) -> None:
    """Tell the officer who asked, and the person who handed it over, that another person is asked now."""
    mail.write(
        to=[*_officers(request), request.to_email],
        subject=_("The request to %(organisation)s was handed over") % {"organisation": request.organisation},
        template="signatories/email/handed_over.txt",
        context={"request": request, "after": request.handed_to},
        about=_about(request),
    )


def declined(request) -> None:
    """Tell everybody concerned that an organisation does not sign, and why."""
    mail.write(
        to=[*_officers(request), *people_of(request.organisation), request.to_email],
        subject=_("%(organisation)s declined to sign the %(text)s")
        % {"organisation": request.organisation, "text": request.edition.text},
        template="signatories/email/declined.txt",
        context={"request": request},
        about=_about(request),
    )


def _officers(request) -> list:
    """Who asked; where nobody did, or they have gone, the officers of the Compact."""
    asked_by = request.asked_by
    if asked_by and asked_by.is_active:
        return [asked_by]
    return list(access.holders(request.compact, "officer"))


def _about(subject) -> str:
    return f"signing {subject.kind} {subject.pk}"
