"""Write signed agreements for veraPDF to judge, as the sample has them: python -m tests.pdf.agreements FOLDER."""

import os
import sys
from pathlib import Path

import django

HOW_MANY = (0, 10, 300)


def main(folder):
    """Derby with each number of signatories, the same sealed, and an agreement in Welsh."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command

    from compact_portal.compacts.models import Compact, Translation
    from compact_portal.pdf.keys import own_file, own_passphrase
    from compact_portal.sample import loading
    from signatories import printing
    from signatories.models import SignedAgreement
    from tests import keys

    keys.write(own_file(), keys.pair(), own_passphrase())
    call_command("migrate", verbosity=0)
    loading.load()
    derby = Compact.objects.get(slug="derby").current_edition
    for number in HOW_MANY:
        content = with_signatories(derby, number)
        document = printing.draw(content)
        (folder / f"derby-{number}.pdf").write_bytes(document)
        row = SignedAgreement(edition=derby, short_id=content.short_id)
        (folder / f"derby-{number}-sealed.pdf").write_bytes(printing.seal(row, document).document)
    welsh = Translation.objects.order_by("-clause__edition__in_force_on").first().clause.edition
    (folder / "welsh.pdf").write_bytes(printing.draw(printing.content_of(welsh, None, "cy")))


def with_signatories(edition, number):
    """What an agreement says that so many have signed: as many more as are missing, or the first of those there are."""
    from signatories import printing
    from signatories.models import Signature
    from tests import factories

    for n in range(number - Signature.objects.standing().filter(edition=edition).count()):
        organisation = factories.organisation(f"Friends of Llyn Ŵyl and Tŷ Gwyn {n}", edition.text.compact)
        Signature.record_paper(edition=edition, organisation=organisation, by=None, office="Chair", signed_name="Siân")
    content = printing.content_of(edition)
    rows = content.register["signatories"][:number]
    return content._replace(signatures=content.signatures[:number], register=content.register | {"signatories": rows})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
