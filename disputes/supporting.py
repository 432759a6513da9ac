"""Support bodies: organisations that help voluntary groups, and may act for one in a dispute."""

from django.db.models import Q

from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from signatories.models import Kind, Membership, Organisation, Signature


def support_bodies(compact: Compact):
    """The organisations of an area that support voluntary groups, by name."""
    return Organisation.objects.standing().filter(kind=Kind.INFRASTRUCTURE, compacts=compact).order_by("name")


def around(compact: Compact):
    """The organisations of an area, and those that signed there: those between whom a dispute can be; by name."""
    signed = Signature.objects.of(compact).bodies()
    here = Organisation.objects.standing().filter(Q(compacts=compact) | Q(pk__in=signed))
    return Organisation.objects.filter(pk__in=here.order_by().values("pk")).order_by("name")


def groups_of(compact: Compact):
    """The voluntary organisations of an area for which a support body may act."""
    return around(compact).filter(sector=Sector.VCS)


def belongs_to(user, organisation: Organisation) -> bool:
    """Whether a person has any role in an organisation today."""
    return Membership.objects.in_term().filter(person=user, organisation__in=organisation.records()).exists()
