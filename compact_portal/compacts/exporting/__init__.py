"""Giving an edition away as a file: JSON, Markdown or a Word document, each of which comes back in without loss.

A file is at the address of its edition with an ending instead of the last slash:
`/compacts/derby/agreement/revised.json`, `.md`, `.docx`; the same for codes of practice. Who may read the edition may
have the file. `manage.py export_text derby/revised --format json` writes the same. To bring one back, import it: the
portal knows its own files (`importing/exported.py`).

**JSON** (`as_json.py`) is the whole of it. Its shape is `shape.SCHEMA`, a JSON Schema, which the portal serves at
`/compacts/edition.schema.json` and names in each file, and by which it judges a file that comes in. `clauses` are in
reading order; `under` is the number of the clause that one stands under; `lineage` stays the same through later
editions; `previous` and `merged_from` are references like `derby/2002/4.3`; `digest` is the SHA-256 of the canonical
text (`Edition.canonical_text`).

**Markdown** (`as_markdown.py`) is for reading and for a text editor. A clause begins with a heading that carries its
number, kind and who owes it as pandoc's heading attributes:

    ### 4.1 {#c-4.1 .commitment owed-by="statutory"}

    We ask early, and leave twelve weeks for an answer.

The canonical text of what comes back is the same, byte for byte.

**Word** (`as_word.py`) is a document with real headings and named styles. Clauses come back equal; what somebody has
changed in Word comes back changed, and nothing else does.
"""
