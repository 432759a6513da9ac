"""How dates and times are written: 14 March 2027, 2:30pm."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "P"
DATETIME_FORMAT = r"j F Y \a\t P"
SHORT_DATE_FORMAT = "j M Y"
MONTH_DAY_FORMAT = "j F"
