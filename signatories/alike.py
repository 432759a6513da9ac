"""The records of a Compact that may be of one organisation, without those that an officer has told apart."""

from signatories.likeness import Body, Pair, alike
from signatories.models import NotTheSame, Organisation


def body_of(organisation: Organisation) -> Body:
    """What is compared of an organisation; its other names are to be at hand."""
    numbers = [(kind, getattr(organisation, kind)) for kind in ("charity_number", "company_number", "public_number")]
    names = [organisation.name, *(name.name for name in organisation.other_names.all())]
    return Body(organisation.pk, tuple(names), tuple((kind, number) for kind, number in numbers if number))


def pairs_of(compact) -> list[tuple[Organisation, Organisation, Pair]]:
    """Each two records of a Compact's area that may be one, with why. Three queries."""
    found = {
        organisation.pk: organisation
        for organisation in compact.organisations.standing().prefetch_related("other_names")
    }
    apart = set(NotTheSame.objects.filter(first__in=found).values_list("first", "second"))
    return [
        (found[pair.first], found[pair.second], pair)
        for pair in alike(map(body_of, found.values()))
        if (pair.first, pair.second) not in apart
    ]
