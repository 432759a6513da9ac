"""What the pages of the compacts app ask for, by what they are for."""
