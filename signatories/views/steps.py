"""A signing under way, one question a page: what was answered, which page comes next, and what is signed in the end.

With an account or through an invitation, the pages are the same. What was answered is kept in the session until it is
signed, so going back, a wrong answer or a reload loses nothing.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal import access
from compact_portal.compacts.models import Compact, Edition
from compact_portal.compacts.printing import rows_of
from compact_portal.history import NotAllowed
from signatories import actions
from signatories.acting import acting_for
from signatories.forms.members import members_in_words, named_in
from signatories.forms.signing import (
    AuthorityForm,
    HowForm,
    ReadForm,
    SignForm,
    WhatForm,
    WhoForm,
    WhoseNameForm,
    WitnessForm,
)
from signatories.models import Grade, Organisation, Signature, SigningClaim, SigningRules, codes_of
from signatories.models.grades import declaration_of
from signatories.views.finding import came_from, open_editions

STEPS: dict[str, type] = {
    "who": WhoForm,
    "what": WhatForm,
    "how": HowForm,
    "organisation": WhoseNameForm,
    "authority": AuthorityForm,
    "witness": WitnessForm,
    "text": ReadForm,
    "check": SignForm,
}


class Signing:
    """What one person has answered so far about one Compact, as an authorised signatory who is signed in."""

    claim: SigningClaim | None = None

    def __init__(self, request, compact: Compact) -> None:
        self.request, self.compact = request, compact
        self.answers: dict[str, dict[str, Any]] = request.session.get(self.key, {})

    @property
    def key(self) -> str:
        """Return the name under which the session keeps the answers."""
        return f"signing-{self.compact.pk}"

    @cached_property
    def editions(self) -> list[Edition]:
        """Return the editions that may be signed."""
        return open_editions(self.compact)

    @cached_property
    def organisations(self):
        """Return the organisations in whose name the person may sign."""
        return access.objects_for(self.request.user, "sign_for", Organisation.objects.order_by("name"))

    @property
    def home(self) -> str:
        """Return where the first page leads back to."""
        return reverse("signatories:sign", args=[self.compact.slug])

    def address(self, name: str) -> str:
        """Return the address of a step."""
        return reverse("signatories:sign_step", args=[self.compact.slug, name])

    def address_of_end(self, signature: Signature) -> str:
        """Return where the confirmation stands."""
        return reverse("signatories:signed", args=[self.compact.slug, signature.pk])

    @property
    def name(self) -> str:
        """Return the name of the person, as far as it is known."""
        return self.request.user.name

    @property
    def own_addresses(self) -> set[str]:
        """Return the addresses of the person, which cannot be those of the witness."""
        return {self.request.user.email.lower()}

    # What was answered.

    @property
    def edition(self) -> Edition | None:
        """Return the edition chosen, while it is open for signing."""
        chosen = self.answers.get("what", {}).get("edition")
        return next((edition for edition in self.editions if edition.pk == chosen), None)

    @cached_property
    def organisation(self) -> Organisation | None:
        """Return the organisation chosen, while the person may sign for it."""
        chosen = self.answers.get("organisation", {}).get("organisation")
        return self.organisations.filter(pk=chosen).first() if chosen else None

    @cached_property
    def rules(self) -> SigningRules:
        """Return how the edition chosen is signed."""
        return SigningRules.of(self.edition.text.compact) if self.edition else SigningRules()

    @cached_property
    def adopted(self) -> list[Edition]:
        """Return the codes of practice that the Compact of the edition chosen has adopted."""
        return codes_of(self.edition) if self.edition else []

    @property
    def grade(self) -> str:
        """Return the grade chosen, or the only one on offer."""
        chosen = self.answers.get("how", {}).get("grade")
        return str(chosen if chosen in self.rules.grades else self.rules.grades[0])

    @property
    def codes(self) -> list[Edition]:
        """Return the codes that the signature includes: those chosen, or all where there is no choice."""
        chosen = self.answers.get("how", {}).get("codes")
        if not self.rules.choose_codes or chosen is None:
            return self.adopted
        return [code for code in self.adopted if code.pk in chosen]

    # Which page comes next.

    @property
    def names(self) -> list[str]:
        """Return the steps there are: those on the grade and the witness only where the Compact asks for them."""
        left_out = set()
        if len(self.rules.grades) < 2 and not (self.rules.choose_codes and self.adopted):
            left_out.add("how")
        if not self.rules.needs_witness:
            left_out.add("witness")
        return [name for name in STEPS if name not in left_out]

    def missing(self, before: str) -> str:
        """Return the first step before another that has no answer, or nothing."""
        for name in self.names[: self.names.index(before)]:
            if name not in self.answers or (name == "what" and not self.edition):
                return name
            if (name == "organisation" and not self.organisation) or (name == "text" and not self.was_read):
                return name
        return ""

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

    def why_not_for(self, organisation: Organisation) -> str:
        """Say why the edition chosen cannot be signed for an organisation; empty where it can."""
        if self.edition is None:
            return ""
        return Signature.why_not(self.edition, organisation, self.request.user, claim=self.claim)

    # Reading.

    def shown(self) -> dict[str, Any]:
        """Return what is to be read: the digest of the text, and the codes."""
        assert self.edition is not None  # noqa: S101 - `missing` asks for the edition first.
        return {"digest": self.edition.digest, "codes": sorted(code.pk for code in self.codes)}

    def open_text(self) -> None:
        """Note that the whole text was opened, and when first; again where it is another one now."""
        opened = self.answers.get("opened", {})
        if {name: opened.get(name) for name in ("digest", "codes")} != self.shown():
            self.answers["opened"] = self.shown() | {"at": timezone.now().isoformat()}
            self.save()

    @property
    def was_read(self) -> bool:
        """Say whether what was read is what would be signed now."""
        opened = self.answers.get("opened", {})
        same = {name: opened.get(name) for name in ("digest", "codes")} == self.shown()
        return same and self.answers.get("text", {}).get("digest") == opened["digest"]

    # Asking and keeping.

    def form(self, name: str):
        """Return the form of a step: with what was just sent, else with what was answered before."""
        posted = self.request.POST if self.request.method == "POST" else None
        more: dict[str, Callable[[], dict[str, Any]]] = {
            "what": lambda: {"editions": self.editions},
            "how": lambda: {
                "grades": self.rules.grades,
                "codes": self.adopted if self.rules.choose_codes else [],
            },
            "organisation": lambda: {"organisations": self.organisations, "why_not": self.why_not_for},
            "witness": lambda: {"own": self.own_addresses},
            "check": lambda: {"grade": self.grade, "with_codes": bool(self.codes)},
        }
        return STEPS[name](posted, initial=self.initial(name), **more.get(name, dict)())

    def initial(self, name: str) -> dict[str, Any]:
        """Return what a step shows at first."""
        if name == "who" and name not in self.answers:
            return {"signed_name": self.name}
        if name == "organisation" and name not in self.answers and (chosen := acting_for(self.request)):
            return {"organisation": chosen.pk}
        if name == "text":
            return {"digest": self.shown()["digest"]}
        return dict(self.answers.get(name, {}))

    def keep(self, name: str, form) -> None:
        """Keep the answers of a step; who chooses another edition begins with it anew."""
        answer = {field: plain(value) for field, value in form.cleaned_data.items()}
        if name == "what" and answer != self.answers.get(name):
            for later in ("how", "text", "opened"):
                self.answers.pop(later, None)
        self.answers[name] = answer
        for known in ("organisation", "rules", "adopted"):
            self.__dict__.pop(known, None)
        self.save()

    def save(self) -> None:
        """Keep everything in the session."""
        self.request.session[self.key] = self.answers

    def sign(self) -> Signature:
        """Sign what was answered, or raise NotAllowed; then the answers are forgotten."""
        witness = self.answers.get("witness", {}) if self.rules.needs_witness else {}
        signature = actions.sign(
            edition=self.edition,
            organisation=self.organisation,
            by=self.request.user if self.request.user.is_authenticated else None,
            claim=self.claim,
            came=came_from(self.request),
            signed_name=self.answers["who"]["signed_name"],
            office=self.answers["who"]["office"],
            authority=self.answers["authority"]["authority"],
            members=self.answers["organisation"].get("members", []),
            others=named_in(self.answers["organisation"]["on_behalf_of"]),
            declaration=declaration_of(self.grade, with_codes=bool(self.codes)),
            digest=self.answers["text"]["digest"],
            grade=self.grade,
            codes=self.codes,
            opened_at=datetime.fromisoformat(self.answers["opened"]["at"]),
            **witness,
        )
        del self.request.session[self.key]
        return signature

    def summary(self) -> list[dict[str, Any]]:
        """Return what will be signed, line by line, each with the page on which it can be changed."""
        witness = self.answers.get("witness", {}) if self.rules.needs_witness else {}
        how = "how" if "how" in self.names else ""
        rows = [
            (_("Name"), self.answers["who"]["signed_name"], "who"),
            (_("Office"), self.answers["who"]["office"], "who"),
            (_("Text"), self.edition, "what"),
            (_("Signs as"), f"{Grade(self.grade).label}. {Grade(self.grade).meaning}", how),
            (_("Codes of practice included"), "\n".join(str(code) for code in self.codes), how),
            (_("Organisation"), self.organisation, "organisation"),
            (_("Signs for its members"), members_in_words(self.answers["organisation"]), "organisation"),
            (_("Authority"), self.answers["authority"]["authority"], "authority"),
            (_("Witness"), ", ".join(filter(None, witness.values())), "witness"),
        ]
        return [
            {"key": key, "value": str(value), "href": self.address(name) if name else ""}
            for key, value, name in rows
            if value
        ]


def plain(value: Any) -> Any:
    """Return an answer as the session can keep it: rows by their number."""
    if hasattr(value, "values_list"):
        return sorted(value.values_list("pk", flat=True))
    return getattr(value, "pk", value)


def take_step(request, signing: Signing, name: str) -> HttpResponse:
    """Ask one question, keep the answer, and go on; the last step signs."""
    if name not in STEPS:
        raise Http404
    if name not in signing.names:  # The Compact asks for no such thing.
        return redirect(signing.address(signing.missing("check") or "check"))
    if missing := signing.missing(name):
        if missing in signing.answers and missing == "text":
            messages.error(request, _("The text has changed since you read it. Read it again, then go on."))
        return redirect(signing.address(missing))
    form = signing.form(name)
    if form.is_valid():
        if name == "check":
            return _sign(request, signing)
        if name != "text" or _same_text(request, signing, form):
            signing.keep(name, form)
            return redirect(signing.address(signing.missing("check") or "check"))
        form = STEPS["text"](initial=signing.initial("text"))
    if name == "text":
        signing.open_text()
    return render(request, f"signatories/sign/{name}.html", _context(signing, name, form))


def _context(signing: Signing, name: str, form) -> dict[str, Any]:
    names = signing.names
    number = names.index(name)
    return {
        "compact": signing.compact,
        "edition": signing.edition,
        "organisation": signing.organisation,
        "form": form,
        "number": number + 1,
        "total": len(names),
        "back": signing.address(names[number - 1]) if number else signing.home,
        "parts": _parts(signing) if name == "text" else [],
        "summary": signing.summary() if name == "check" else [],
        "declaration": getattr(form, "declaration", ""),
        "private": True,
    }


def _parts(signing: Signing) -> list[dict[str, Any]]:
    """Return the texts that are signed, the agreement first, each with its clauses."""
    texts = [signing.edition, *signing.codes]
    top = 3 if len(texts) > 1 else 2
    return [
        {"edition": text, "rows": rows_of(text, top=top), "top": top, "anchor": f"text-{text.pk}"}
        for text in texts
        if text
    ]


def _same_text(request, signing: Signing, form) -> bool:
    """Whether the text was opened, and is still the one that was shown; otherwise say so."""
    opened = signing.answers.get("opened", {})
    now = {name: opened.get(name) for name in ("digest", "codes")}
    same = now == signing.shown() and form.cleaned_data["digest"] == now["digest"]
    if not same and opened:
        messages.error(request, _("The text has changed since you read it. Read it again, then go on."))
    return same


def _sign(request, signing: Signing) -> HttpResponse:
    try:
        signature = signing.sign()
    except NotAllowed as reason:
        messages.error(request, str(reason))
        return redirect(signing.address(signing.missing("check") or "check"))
    return redirect(signing.address_of_end(signature))
