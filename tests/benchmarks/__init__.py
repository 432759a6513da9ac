"""How fast the portal is, beside the bare parts it is made of: `make bench`."""
