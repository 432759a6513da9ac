"""What logs must not keep: the secret links with which somebody joins, chooses a password, confirms or signs."""

import logging
import re

LINK = re.compile(
    r"(/(?:account/(?:calendar|join/\d+|password/reset/key)|consultation/\d+/confirm/\d+|apply/confirm/\d+"
    r"|sign/\w+|witness/\w+|member/\w+)/)[^/\s]+"
)


class WithoutLinks(logging.Filter):
    """Take the secret part out of such links, which Django writes down where it refuses a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without its secrets."""
        said = record.getMessage()
        if LINK.search(said):
            record.msg, record.args = LINK.sub(r"\1...", said), ()
        return True
