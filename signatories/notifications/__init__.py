"""Mail about signatures, roles and amendments, written into the outbox with the change it tells of."""
