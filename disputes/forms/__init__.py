"""What each page of a dispute asks; each form calls one verb."""
