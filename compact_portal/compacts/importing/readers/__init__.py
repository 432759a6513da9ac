"""One module a format: bytes in, blocks out. They run in a process of their own, without settings and translations."""
