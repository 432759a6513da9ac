"""Numbers as lists print them: 4, d, D, iv, IV."""


def written(number: int, kind: str) -> str:
    """Return a number in one of the kinds that Compacts use; the others as digits."""
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * min((number - 1) // 26 + 1, 20)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    if kind == "none":
        return ""
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    signs = [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ]  # fmt: skip
    roman = ""
    for value, sign in signs:
        roman += sign * (number // value)
        number %= value
    return roman
