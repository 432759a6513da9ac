"""The public number of a document, which is printed on it and leads to the page that verifies it."""

#: Crockford's base32: no I, L, O and U, which are taken for other letters or make words.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORT_ID_LENGTH = 10
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


def short_id_of(content_digest: str) -> str:
    """Return the public number of a document, ten letters and figures, from the digest of its content (hex).

    50 bits: among 10,000 documents two have the same with a chance of 1 in 20 million, and then the second is refused.
    """
    number = int(content_digest[:16], 16) >> 14
    return "".join(LETTERS[number >> shift & 31] for shift in range(5 * SHORT_ID_LENGTH - 5, -1, -5))


def read_short_id(typed: str) -> str:
    """Return a short id as it is kept, from what somebody typed: small letters, spaces, O for 0 and I for 1 will do."""
    return typed.upper().translate(MISREAD)


def is_short_id(number: str) -> bool:
    """Whether this may be a short id, as it is kept."""
    return len(number) == SHORT_ID_LENGTH and not set(number) - set(LETTERS)
