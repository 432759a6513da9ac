"""What every test may ask for: a client that judges each page it gets, and the people of the portal."""

import hypothesis
import pytest
from django.db import connection
from django.test import Client

from compact_portal.compacts.kinds import Sector
from compact_portal.pdf.keys import own_file, own_passphrase
from signatories.models import Office, Role
from tests import factories, html, keys, migrated

# A slow machine is no mistake of the code, and every run tries the same.
hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
hypothesis.settings.load_profile("portal")


@pytest.fixture(scope="session", autouse=True)
def sealing_key():
    """The portal's own key, as set-up makes it, but of a kind that is made faster."""
    if not own_file().exists():
        keys.write(own_file(), keys.pair(), own_passphrase())


class JudgingClient(Client):
    """A test client that fails the test when a page it receives is not fit to be seen."""

    def request(self, **request):
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming and response.content:
            fragment = "HTTP_HX_REQUEST" in request
            faults = html.faults(response.content.decode(), fragment=fragment)
            assert not faults, f"{request.get('PATH_INFO')} ({response.status_code}): " + "; ".join(faults)
        return response


@pytest.fixture
def client():
    """The browser of somebody who has not signed in."""
    return JudgingClient()


@pytest.fixture
def client_of():
    """A function: the browser in which this person (or nobody, for None) is signed in."""

    def sign_in(person):
        browser = JudgingClient()
        if person is not None:
            browser.force_login(person)
        return browser

    return sign_in


def pytest_collection_modifyitems(config, items):
    """Leave out, and count openly, what only PostgreSQL can run; there, what SQLite has shown as well."""
    if connection.vendor == "postgresql":
        left_out = [item for item in items if item.get_closest_marker("sqlite") or not asks_the_database(item)]
    else:
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def asks_the_database(item) -> bool:
    """Whether a test may read or write the database."""
    return bool(item.get_closest_marker("django_db")) or bool({"db", "transactional_db"} & set(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Begin with the migrated database of the last run, while no migration has changed."""
    memory = migrated.bring_back()
    yield
    if memory:
        memory.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep the migrated database for the next run."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        migrated.keep()


# A town with a Compact in force, and its people. Each is made by the steps that make real ones.


@pytest.fixture
def town(db):
    """A Compact whose revised edition is in force and open for signing."""
    compact = factories.compact("Testham Compact")
    factories.edition(compact)
    return compact


@pytest.fixture
def edition(town):
    """The edition in force in the town."""
    return town.current_edition


@pytest.fixture
def council(town):
    """A public body of the town, with a complaints procedure of 20 working days."""
    return factories.organisation("Testham Council", town, sector=Sector.STATUTORY)


@pytest.fixture
def group(town):
    """A voluntary group of the town."""
    return factories.organisation("Testham Gardeners", town)


@pytest.fixture
def officer(town):
    """The council officer who keeps the town's Compact."""
    return factories.officer(town)


@pytest.fixture
def other_officer(db):
    """The officer of another town's Compact."""
    return factories.officer(factories.compact("Elsewhere Compact"), "Otto Other")


@pytest.fixture
def approver(town):
    """Who approves the town's texts for the statutory sector."""
    return factories.approver(town, Sector.STATUTORY)


@pytest.fixture
def complainant(group):
    """A representative of the voluntary group."""
    return factories.member(group, "Connie Complainant")


@pytest.fixture
def signatory(group):
    """Somebody who may sign for the voluntary group."""
    return factories.member(group, "Sid Signatory", Role.SIGNATORY)


@pytest.fixture
def respondent(council):
    """A representative of the council."""
    return factories.member(council, "Ray Respondent")


@pytest.fixture
def chair(town):
    """The chair of the Forum."""
    return factories.forum_seat(town, "Cher Chair", office=Office.CHAIR)


@pytest.fixture
def vice_chair(town):
    """The vice-chair of the Forum."""
    return factories.forum_seat(town, "Vic Vice-Chair", office=Office.VICE_CHAIR, sector=Sector.STATUTORY)


@pytest.fixture
def mediator(town):
    """A Champion of the Forum who belongs to neither party, whom a chair may ask to mediate."""
    return factories.forum_seat(town, "Mel Mediator")


@pytest.fixture
def forum_member(town):
    """A member of the Forum without office."""
    return factories.forum_seat(town, "Fran Forum", sector=Sector.STATUTORY)


@pytest.fixture
def admin(db):
    """A portal administrator."""
    return factories.person("Ada Admin", is_administrator=True)


@pytest.fixture
def stranger(db):
    """Somebody signed in who has nothing to do with the town."""
    return factories.person("Stan Stranger")


@pytest.fixture
def anonymous():
    """Nobody in particular: `client_of(anonymous)` is a browser without a session."""
    return
