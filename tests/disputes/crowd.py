"""Thousands of disputes: copies, made by the database itself, of a few that came to their states by the real steps."""

from django.db import connection, transaction

from disputes.models import Dispute, DisputeEvent, Nomination

# The year of the copies: no real reference is of it, so that the next real one is not disturbed.
YEAR = 1999
SERIES = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s) "
REFERENCE = f"'COPY-{YEAR}-' || CAST(o.id * 1000000 + s.n AS VARCHAR)"


@transaction.atomic
def copy(disputes, number):
    """Make so many copies of raised disputes, the same of each, with the history and the nomination of each."""
    keys = ", ".join(str(dispute.pk) for dispute in disputes)
    times = [number // len(disputes)]
    originals = f"disputes_dispute o CROSS JOIN series s WHERE o.id IN ({keys})"
    copies = "JOIN disputes_dispute o ON o.{link} CROSS JOIN series s "
    copies += f"JOIN disputes_dispute c ON c.reference = {REFERENCE}"
    with connection.cursor() as cursor:
        columns, values = columns_of(Dispute, "o", reference=REFERENCE, nomination_id="NULL")
        cursor.execute(f"{SERIES} INSERT INTO disputes_dispute ({columns}) SELECT {values} FROM {originals}", times)
        columns, values = columns_of(Nomination, "t", dispute_id="c.id", grant_id="NULL")
        cursor.execute(
            f"{SERIES} INSERT INTO disputes_nomination ({columns}) SELECT {values} FROM disputes_nomination t "
            f"{copies.format(link='nomination_id = t.id')} WHERE o.id IN ({keys})",
            times,
        )
        cursor.execute(
            "UPDATE disputes_dispute SET nomination_id = n.id FROM disputes_nomination n "
            f"WHERE n.dispute_id = disputes_dispute.id AND disputes_dispute.reference LIKE 'COPY-{YEAR}-%'"
        )
        columns, values = columns_of(
            DisputeEvent, "t", dispute_id="c.id", nomination_id="CASE WHEN t.nomination_id > 0 THEN c.nomination_id END"
        )
        cursor.execute(
            f"{SERIES} INSERT INTO disputes_disputeevent ({columns}) SELECT {values} FROM disputes_disputeevent t "
            f"{copies.format(link='id = t.dispute_id')} WHERE o.id IN ({keys})",
            times,
        )
        cursor.execute("ANALYZE")  # As the database does by itself in time.


def columns_of(model, table, **instead):
    """The columns of a model without its key, and what goes into each: what another row has, or something instead."""
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = [instead.get(name, f'{table}."{name}"') for name in names]
    return ", ".join(f'"{name}"' for name in names), ", ".join(values)
