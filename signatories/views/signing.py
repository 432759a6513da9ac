"""Signing, one question a page: who, what, in whose name, on what authority, then the text, then check and sign.

What was answered is kept in the session until it is signed, so going back, a wrong answer or a reload loses nothing.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal import access
from compact_portal.compacts.models import Compact
from compact_portal.compacts.printing import rows_of
from compact_portal.history import NotAllowed
from signatories import actions
from signatories.forms.signing import AuthorityForm, ReadForm, SignForm, WhatForm, WhoForm, WhoseNameForm
from signatories.models import Organisation, Signature
from signatories.views.finding import find_compact, open_editions

STEPS = {
    "who": WhoForm,
    "what": WhatForm,
    "organisation": WhoseNameForm,
    "authority": AuthorityForm,
    "text": ReadForm,
    "check": SignForm,
}
NAMES = list(STEPS)


class Signing:
    """A signing under way: what one person has answered so far about one Compact."""

    def __init__(self, request, compact: Compact) -> None:
        self.request, self.compact = request, compact
        self.editions = open_editions(compact)
        self.organisations = access.objects_for(request.user, "sign_for", Organisation.objects.order_by("name"))
        self.answers: dict[str, dict[str, Any]] = request.session.get(self.key, {})

    @property
    def key(self) -> str:
        """Return the name under which the session keeps the answers."""
        return f"signing-{self.compact.pk}"

    @property
    def edition(self):
        """Return the edition chosen, while it is open for signing."""
        chosen = self.answers.get("what", {}).get("edition")
        return next((edition for edition in self.editions if edition.pk == chosen), None)

    @property
    def organisation(self) -> Organisation | None:
        """Return the organisation chosen, while the person may sign for it."""
        chosen = self.answers.get("organisation", {}).get("organisation")
        return self.organisations.filter(pk=chosen).first()

    def why_not(self) -> str:
        """Say why nothing can be signed here by this person; empty where something can."""
        if not self.editions:
            return _(
                "No edition of the %(compact)s is open for signing. Ask the contacts of the Compact when it will be."
            ) % {"compact": self.compact}
        if not self.organisations:
            return _(
                "You are not an authorised signatory of any organisation. Ask a representative of your organisation "
                "to make you one, on the page of its people."
            )
        return ""

    def missing(self, before: str) -> str:
        """Return the first step before another that has no answer, or nothing."""
        for name in NAMES[: NAMES.index(before)]:
            if name not in self.answers or (name == "what" and not self.edition):
                return name
            if name == "organisation" and not self.organisation:
                return name
        return ""

    def form(self, name: str):
        """Return the form of a step: with what was just sent, else with what was answered before."""
        posted = self.request.POST if self.request.method == "POST" else None
        more: dict[str, Any] = {}
        if name == "what":
            more = {"editions": self.editions}
        if name == "organisation":
            more = {"organisations": self.organisations, "edition": self.edition, "by": self.request.user}
        return STEPS[name](posted, initial=self.initial(name), **more)

    def initial(self, name: str) -> dict[str, Any]:
        """Return what a step shows at first."""
        if name == "who" and name not in self.answers:
            return {"signed_name": self.request.user.name}
        if name == "text":
            return {"digest": self.edition.digest}
        return self.answers.get(name, {})

    def keep(self, name: str, form) -> None:
        """Keep the answers of a step; who chooses another edition reads the text again."""
        answer = {field: getattr(value, "pk", value) for field, value in form.cleaned_data.items()}
        if name == "what" and answer != self.answers.get(name):
            self.answers.pop("text", None)
        self.answers[name] = answer
        self.request.session[self.key] = self.answers

    def forget_reading(self) -> None:
        """Have the text read again where it is no longer the one that was read."""
        if self.answers["text"]["digest"] != self.edition.digest:
            self.answers.pop("text")
            self.request.session[self.key] = self.answers

    def sign(self) -> Signature:
        """Sign what was answered, or raise NotAllowed; then the answers are forgotten."""
        signature = actions.sign(
            edition=self.edition,
            organisation=self.organisation,
            by=self.request.user,
            signed_name=self.answers["who"]["signed_name"],
            office=self.answers["who"]["office"],
            authority=self.answers["authority"]["authority"],
            on_behalf_of=self.answers["organisation"]["on_behalf_of"],
            declaration=str(SignForm.base_fields["declared"].label),
            digest=self.answers["text"]["digest"],
        )
        del self.request.session[self.key]
        return signature

    def summary(self) -> list[dict[str, Any]]:
        """Return what will be signed, line by line, each with the page on which it can be changed."""
        rows = [
            (_("Name"), self.answers["who"]["signed_name"], "who"),
            (_("Office"), self.answers["who"]["office"], "who"),
            (_("Text"), self.edition, "what"),
            (_("Organisation"), self.organisation, "organisation"),
            (_("Signs for its members"), self.answers["organisation"]["on_behalf_of"], "organisation"),
            (_("Authority"), self.answers["authority"]["authority"], "authority"),
        ]
        return [{"key": key, "value": str(value), "href": self.address(name)} for key, value, name in rows if value]

    def address(self, name: str) -> str:
        """Return the address of a step."""
        return reverse("signatories:sign_step", args=[self.compact.slug, name])


@login_required
def begin(request, slug: str) -> HttpResponse:
    """Say what signing asks for, or why it is not possible here and now."""
    signing = Signing(request, find_compact(request, slug))
    reason = signing.why_not()
    context = {"compact": signing.compact, "reason": reason, "first": signing.address("who"), "signing": signing}
    return render(request, "signatories/sign/begin.html", context, status=403 if reason and signing.editions else 200)


@login_required
def step(request, slug: str, step: str) -> HttpResponse:
    """Ask one question, keep the answer, and go on; the last step signs."""
    if step not in STEPS:
        raise Http404
    signing = Signing(request, find_compact(request, slug))
    if signing.why_not():
        return redirect("signatories:sign", slug)
    if missing := signing.missing(step):
        return redirect(signing.address(missing))
    form = signing.form(step)
    if form.is_valid():
        if step == "check":
            return _sign(request, signing)
        if step != "text" or _same_text(request, signing, form):
            signing.keep(step, form)
            return redirect(signing.address(signing.missing("check") or "check"))
        form = STEPS["text"](initial=signing.initial("text"))
    return render(request, f"signatories/sign/{step}.html", _context(signing, step, form))


def _context(signing: Signing, name: str, form) -> dict[str, Any]:
    number = NAMES.index(name)
    return {
        "compact": signing.compact,
        "edition": signing.edition,
        "organisation": signing.organisation,
        "form": form,
        "number": number + 1,
        "total": len(NAMES),
        "back": signing.address(NAMES[number - 1])
        if number
        else reverse("signatories:sign", args=[signing.compact.slug]),
        "rows": rows_of(signing.edition) if name == "text" else [],
        "summary": signing.summary() if name == "check" else [],
    }


def _same_text(request, signing: Signing, form) -> bool:
    """Whether the text is still the one that was shown; otherwise say so."""
    same = form.cleaned_data["digest"] == signing.edition.digest
    if not same:
        messages.error(request, _("The text has changed since you read it. Read it again, then go on."))
    return same


def _sign(request, signing: Signing) -> HttpResponse:
    try:
        signature = signing.sign()
    except NotAllowed as reason:
        messages.error(request, str(reason))
        signing.forget_reading()
        return redirect(signing.address("check"))
    return redirect("signatories:signed", signing.compact.slug, signature.pk)


@login_required
def signed(request, slug: str, number: int) -> HttpResponse:
    """Confirm to the person who signed, with the number of the certificate and where the printed agreement is."""
    compact = find_compact(request, slug)
    mine = (
        Signature.objects.of(compact)
        .filter(person=request.user)
        .select_related("organisation", "edition__text__compact")
    )
    return render(
        request, "signatories/sign/signed.html", {"compact": compact, "signature": get_object_or_404(mine, pk=number)}
    )
