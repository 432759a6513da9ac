"""Logs keep no link that lets somebody in."""

import logging

import pytest

from compact_portal.accounts.logs import WithoutLinks


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/account/join/5/0123abcd/", "Forbidden: /account/join/5/.../"),
        ("/account/password/reset/key/3-c9k-0123abcd/", "Forbidden: /account/password/reset/key/.../"),
        (
            "/compacts/derby/agreement/2027/consultation/1/confirm/7/0123abcd/",
            "Forbidden: /compacts/derby/agreement/2027/consultation/1/confirm/7/.../",
        ),
        ("/sign/k7m2n9p4q6r8/Zx-8_abcdefghijklmnopqrs/", "Forbidden: /sign/k7m2n9p4q6r8/.../"),
        ("/witness/k7m2n9p4q6r8/Zx-8_abcdefghijklmnopqrs/", "Forbidden: /witness/k7m2n9p4q6r8/.../"),
        ("/compacts/derby/signatories/sign/who/", "Forbidden: /compacts/derby/signatories/sign/who/"),
        ("/account/calendar/Zx-8_abcdefghijk/dates.ics", "Forbidden: /account/calendar/.../dates.ics"),
        ("/compacts/derby/", "Forbidden: /compacts/derby/"),
    ],
)
def test_the_secret_of_a_link_is_not_written_down(path, kept):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Forbidden", path), None)
    assert WithoutLinks().filter(record)
    assert record.getMessage() == kept


def test_what_the_server_writes_goes_through_it():
    handlers = logging.getLogger("django").handlers + logging.getLogger().handlers
    assert any(isinstance(each, WithoutLinks) for handler in handlers for each in handler.filters)
