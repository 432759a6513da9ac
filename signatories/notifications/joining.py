"""Mail about joining: applications, members of umbrella bodies, scans, reminders."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal import access, mail
from signatories.notifications.people import people_of


def _officers(compact) -> list:
    return list(access.holders(compact, "officer"))


def confirm_application(application, path: str) -> None:
    """Ask somebody to confirm that an application is theirs. The link leads to a page with a button."""
    mail.write(
        to=[application.email],
        subject=_("Confirm that you ask to sign the %(compact)s") % {"compact": application.compact},
        template="signatories/email/confirm_application.txt",
        context={"application": application, "path": path},
        about=application.about,
        secret=True,
    )


def application_received(application) -> None:
    """Tell the officers that an application waits for them."""
    mail.write(
        to=_officers(application.compact),
        subject=_("An organisation asks to sign the %(compact)s") % {"compact": application.compact},
        template="signatories/email/application_received.txt",
        context={"application": application},
        about=application.about,
    )


def application_refused(application, reason: str) -> None:
    """Tell who asked that the application is refused, and why."""
    mail.write(
        to=[application.email],
        subject=_("Your application to sign the %(compact)s") % {"compact": application.compact},
        template="signatories/email/application_refused.txt",
        context={"application": application, "reason": reason},
        about=application.about,
    )


def member_signed_for(member, *, link: str) -> bool:
    """Tell a member that its umbrella body signed for it, and how it opts out. False where it has no address."""
    to = [member.email] if member.email else []
    if member.organisation:
        to += people_of(member.organisation)
    words = {"umbrella": member.signature.organisation, "text": member.signature.edition.text, "member": member}
    written = mail.write(
        to=to,
        subject=_("%(umbrella)s signed the %(text)s for %(member)s too") % words,
        template="signatories/email/member_signed_for.txt",
        context={"member": member, "signature": member.signature, "link": link},
        about=f"signed member {member.pk}",
        secret=True,
    )
    return bool(written)


def member_opted_out(member) -> None:
    """Tell those who act for the umbrella body that a member opted out."""
    mail.write(
        to=people_of(member.signature.organisation),
        subject=_("%(member)s has opted out of the %(text)s")
        % {"member": member, "text": member.signature.edition.text},
        template="signatories/email/member_opted_out.txt",
        context={"member": member, "signature": member.signature},
        about=f"signed member {member.pk}",
    )


def reminded(request, reminder, *, secret: str, left: int) -> None:
    """Remind somebody of a request to re-affirm, with a new link. Its text is wiped once it is sent."""
    mail.write(
        to=[request.to_email],
        subject=_("Reminder: sign the %(text)s for %(organisation)s")
        % {"text": request.edition.text, "organisation": request.organisation},
        template="signatories/email/reminded.txt",
        context={
            "request": request,
            "reminder": reminder,
            "left": left,
            "link": reverse("signatories:request_link", args=[request.key, secret]),
        },
        about=f"signing {request.kind} {request.pk}",
        secret=True,
    )


def scan_uploaded(scan) -> None:
    """Tell the officers that a scan waits to be confirmed; not the one who uploaded it."""
    mail.write(
        to=[person for person in _officers(scan.request.compact) if person != scan.uploaded_by],
        subject=_("A signature on paper waits to be confirmed"),
        template="signatories/email/scan_uploaded.txt",
        context={"scan": scan},
        about=f"scan {scan.pk}",
    )


def scan_refused(scan, reason: str) -> None:
    """Tell who uploaded a scan that it was not accepted, and why."""
    mail.write(
        to=[scan.uploaded_by or scan.request.to_email],
        subject=_("The scan of a signature page was not accepted"),
        template="signatories/email/scan_refused.txt",
        context={"scan": scan, "reason": reason},
        about=f"scan {scan.pk}",
    )


def preview_of(request, *, by) -> str:
    """The mail of a request that is not sent yet, as the officer sees it: without the link."""
    context = {
        "request": request,
        "by": by,
        "link": f" {_('(the link: only the person asked gets it)')}",
        "before": None,
    }
    return render_to_string(
        "signatories/email/asked_to_sign.txt", {**mail.about_us(), "site_url": "", **context}
    ).strip()
