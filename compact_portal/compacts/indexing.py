"""Migration steps that keep the words of a table findable: a tsvector on PostgreSQL, an FTS5 table on SQLite.

Both hold the words of `heading` and `body`, without accents and, where the language has rules for it, by their stems.
"""

from compact_portal.history import OwnSQL

#: Letters with accents, and the plain letters they are found by; the same for the words kept and the words asked for.
ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿŵẁẃẅŷỳÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸŴẀẂẄŶỲ’‘"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyywwwwyyAAAAAACEEEEIIIINOOOOOUUUUYYWWWWYY''"
MOST_LETTERS = 200_000  # Of a body; what stands behind is not found. A tsvector has room for no more than this.


def plain_in_sql(column: str) -> str:
    """Return SQL (PostgreSQL) for the words of a column without accents."""
    return f"translate(left({column}, {MOST_LETTERS}), '{ACCENTED}', '{PLAIN.replace(chr(39), chr(39) * 2)}')"


def searchable(table: str, *, config: str, tokenizer: str) -> OwnSQL:
    """A migration step after which the words of a table's rows can be searched, and stay so whatever changes them.

    On PostgreSQL a generated column `words`, by the text search configuration `config`; on SQLite a table
    `<table>_words` kept by triggers, by `tokenizer`. A later migration that has SQLite make the table anew loses the
    triggers: let it end with `still_searchable(table)`.
    """
    heading, body = plain_in_sql("heading"), plain_in_sql("body")
    return OwnSQL(
        sqlite=[
            f"CREATE VIRTUAL TABLE {table}_words USING fts5(heading, body, tokenize='{tokenizer}')",
            *_kept_by_triggers(table),
        ],
        postgresql=[
            f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ("
            f"setweight(to_tsvector('pg_catalog.{config}', {heading}), 'A') || "
            f"setweight(to_tsvector('pg_catalog.{config}', {body}), 'C')) STORED",
            f"CREATE INDEX {table}_words ON {table} USING gin (words)",
        ],
    )


def still_searchable(table: str) -> OwnSQL:
    """The last step of a migration that has SQLite make a searchable table anew."""
    return OwnSQL(sqlite=_kept_by_triggers(table), postgresql=[])


def _kept_by_triggers(table: str) -> list[str]:
    """The statements (SQLite) that fill the words of a table afresh and keep them from then on."""
    add = f"INSERT INTO {table}_words(rowid, heading, body) "
    one = f"VALUES (NEW.id, NEW.heading, substr(NEW.body, 1, {MOST_LETTERS}))"
    forget = f"DELETE FROM {table}_words WHERE rowid = OLD.id"
    steps = {"INSERT": f"{add}{one}", "DELETE": forget, "UPDATE OF heading, body": f"{forget}; {add}{one}"}
    return [
        f"DELETE FROM {table}_words",
        f"{add}SELECT id, heading, substr(body, 1, {MOST_LETTERS}) FROM {table}",
        *(
            f"CREATE TRIGGER {table}_words_after_{when.split()[0].lower()} AFTER {when} ON {table} "
            f"FOR EACH ROW BEGIN {what}; END"
            for when, what in steps.items()
        ),
    ]
