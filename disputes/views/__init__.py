"""Pages of disputes: how they are settled here, raising one, mine, the case, the chair's desk, the mediator's reply."""
