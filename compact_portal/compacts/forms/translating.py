"""Welsh and easy read."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import EasyRead, Translation


class SeenForm(forms.Form):
    """A form that remembers which state of a record it was filled from: `seen`, its `updated_at`, empty for none."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> datetime | None:
        """Return the moment, or None where there was no record."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def refilled(self, now, **more):
        """The same form with the same words, as if filled from the record as it stands now; its error stays."""
        data = {**self.data.dict(), "seen": now.updated_at.isoformat() if now else ""}
        form = type(self)(data, **more)
        form.full_clean()
        for error in self.non_field_errors():
            form.add_error(None, error)
        return form


class WelshForm(SeenForm):
    """The Welsh of a clause."""

    heading = forms.CharField(
        label=_("Heading in Welsh"), max_length=250, required=False, widget=forms.TextInput(attrs={"lang": "cy"})
    )
    body = forms.CharField(
        label=_("Text in Welsh"),
        help_text=_("Markdown, as in the English. Leave all empty to take the Welsh away."),
        required=False,
        widget=forms.Textarea(attrs={"lang": "cy", "rows": 8}),
    )

    def __init__(self, *args, clause, translation=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.clause = clause
        if not clause.heading:
            del self.fields["heading"]
        if not clause.body:
            del self.fields["body"]
        if translation:
            self.initial.update(
                {
                    "heading": translation.heading,
                    "body": translation.body,
                    "seen": translation.updated_at.isoformat(),
                }
            )

    def save(self, *, by) -> None:
        """Write the Welsh. Raises NotAllowed where somebody else has written since."""
        asked = self.cleaned_data
        words = {name: asked.get(name, "") for name in ("heading", "body")}
        Translation.write(self.clause, **words, by=by, seen=asked["seen"])

    def again(self, now):
        """The same words, to be saved over those of somebody else."""
        return self.refilled(now, clause=self.clause)


class EasyReadForm(SeenForm):
    """The easy-read version of an edition."""

    body = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown. Short sentences, one idea in each. ## begins a heading, - a point of a list."),
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    published = forms.BooleanField(label=_("Everybody may read it now"), required=False)

    def __init__(self, *args, edition, easy=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        if easy:
            self.initial.update(
                {
                    "body": easy.body,
                    "published": bool(easy.published_at),
                    "seen": easy.updated_at.isoformat(),
                }
            )

    def save(self, *, by) -> EasyRead:
        """Write it. Raises NotAllowed where somebody else has written since."""
        asked = self.cleaned_data
        return EasyRead.write(self.edition, body=asked["body"], published=asked["published"], by=by, seen=asked["seen"])

    def again(self, now):
        """The same words, to be saved over those of somebody else."""
        return self.refilled(now, edition=self.edition)
