"""Rules that the code of the portal keeps, found by reading it."""

import ast
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from disputes.diagram import put_into

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
APPS = ("compact_portal", "codes", "signatories", "disputes", "actionplans")
MODULES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
PAGES = sorted(TEMPLATES.rglob("*.html")) if TEMPLATES.is_dir() else []
LETTERS = [*sorted(TEMPLATES.rglob("*.txt"))] if TEMPLATES.is_dir() else []

# Templates that a package asks for by name, not our own code.
NAMED_BY_PACKAGES = re.compile(
    r"^(components|account|mfa|socialaccount|usersessions|allauth|django)/|^(400|403|403_csrf|404|413|429|500|base)\.html$"
)


def relative(path):
    return path.relative_to(ROOT).as_posix()


def test_every_template_is_used():
    words = "\n".join(path.read_text() for path in [*MODULES, *PAGES, *LETTERS])
    named = set(re.findall(r"""["']([\w./-]+)["']""", words))
    # Some names are put together from an action or a kind.
    built = set(re.findall(r"""([\w-][\w./-]*)/[\w-]*\{""", words))
    unused = []
    for path in [*PAGES, *LETTERS]:
        name = path.relative_to(TEMPLATES).as_posix()
        # Mail is named without its ending (mail.write).
        used = name in named or name.rsplit(".", 1)[0] in named or name.rsplit("/", 1)[0] in built
        if not used and not NAMED_BY_PACKAGES.match(name):
            unused.append(name)
    assert unused == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_template_can_be_read(path):
    get_template(path.relative_to(TEMPLATES).as_posix())


TRANSLATED = re.compile(r"{%\s*blocktrans(late)?\b.*?{%\s*endblocktrans(late)?\s*%}", re.DOTALL)
NOT_WORDS = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|<code\b.*?</code>|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<(script|style)\b.*?</\1>|&\w+;|&#\w+;",
    re.DOTALL,
)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:alt|title|aria-label|placeholder)=["']([^"']*)["']""")
WORD = re.compile(r"[A-Za-z]{2,}")
# Names are the same in every language.
NAMES = {"PDF", "CSV", "JSON", "GOV", "UK", "Markdown", "Cymraeg", "English", "https", "http", "html"}


def unmarked_words(template):
    """The words a template shows that are not marked for translation."""
    text = NOT_WORDS.sub(" ", TRANSLATED.sub(" ", template))
    shown = [*SPOKEN.findall(text), TAG.sub(" ", text)]
    return [word for piece in shown for word in WORD.findall(piece) if word not in NAMES]


@pytest.mark.parametrize("path", [*PAGES, *LETTERS], ids=relative)
def test_every_string_of_a_template_is_marked_for_translation(path):
    assert unmarked_words(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_template_has_no_inline_script_or_style(path):
    assert not re.search(r"\sstyle=|\son\w+=\"|<style|<script(?![^>]*\bsrc=)(?![^>]*json)", path.read_text())


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text())
    assert not tree.body or ast.get_docstring(tree), "a module begins with one line on its purpose"


# What draws a PDF takes a second to load, which a page that needs none should not wait for.
SLOW_TO_LOAD = ("weasyprint", "pyhanko", "pypdfium2", "compact_portal.pdf.drawing", "compact_portal.pdf.sealing")


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_imports_stand_at_the_top(path):
    tree = ast.parse(path.read_text())
    late = [
        ast.unparse(statement)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in ast.walk(function)
        if isinstance(statement, ast.Import | ast.ImportFrom)
        and not all(name.startswith(SLOW_TO_LOAD) for name in imported(statement))
        # An app's ready() is where Django wants its signals and checks loaded.
        and function.name != "ready"
    ]
    assert late == []


def imported(statement):
    if isinstance(statement, ast.ImportFrom):
        return [statement.module or ""]
    return [alias.name for alias in statement.names]


RULE_BOOK_NAMES = {"procedure.py", "lifecycle.py", "deadlines.py", "kinds.py", "quorum.py", "sitting.py"}
RULE_BOOKS = [path for path in MODULES if path.name in RULE_BOOK_NAMES]


@pytest.mark.parametrize("path", RULE_BOOKS, ids=relative)
def test_a_rule_book_knows_neither_the_database_nor_the_web(path):
    known = {
        module
        for statement in ast.walk(ast.parse(path.read_text()))
        if isinstance(statement, ast.Import | ast.ImportFrom)
        for module in imported(statement)
        if module.startswith(("django", *APPS))
    }
    assert {name for name in known if name.startswith(("django", "compact_portal.views"))} <= {
        "django.utils.translation",
        "django.utils.formats",
        "django.utils.functional",
        "django.db.models",  # Its TextChoices; what has a table is refused by the contract of imports.
    }


def test_readme_shows_the_procedure_as_it_is():
    readme = (ROOT / "README.md").read_text()
    assert put_into(readme) == readme, "type: .venv/bin/python manage.py procedure_diagram --write README.md"


def test_readme_names_every_environment_variable():
    settings = (ROOT / "compact_portal" / "settings.py").read_text()
    asked_for = set(re.findall(r"""(?:env\.\w+|required)\(\s*"([A-Z_]+)\"""", settings))
    # These are asked for by compact_portal/pdf/keys.py, each also with the slug of a Compact.
    asked_for |= {"SEAL_PASSPHRASE", "SEAL_TSA_URL", "SEAL_TRUST"}
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert named == asked_for
