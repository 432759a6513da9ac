"""What the pages ask for, in our words; each form calls one verb."""
