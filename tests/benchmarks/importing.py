"""Print the seconds for the import of a Word document of 200 pages, and for python-docx alone on the same file."""

import io
import random
import statistics
import time

import django
import docx

ROUNDS = 3
PAGES = 200
WORDS = ["people", "council", "group", "plan", "money", "notice", "answer", "reason", "meeting", "year", "review"]


def book():
    """A Word document of 200 pages of about 450 words: sections, promises, paragraphs, a table on every tenth page."""
    chosen = random.Random(2026)
    document = docx.Document()
    document.add_heading("The long Compact", 0)

    def sentence(many):
        return " ".join(chosen.choices(WORDS, k=many)).capitalize() + "."

    for page in range(1, PAGES + 1):
        document.add_heading(f"{page}. {sentence(4)[:-1]}", 1)
        document.add_paragraph(sentence(60))
        document.add_paragraph("Public bodies will:")
        for _ in range(8):
            document.add_paragraph(sentence(18), style="List Bullet")
        document.add_paragraph("Voluntary organisations will:")
        for _ in range(6):
            document.add_paragraph(sentence(18), style="List Bullet").add_run(sentence(6)).bold = True
        if page % 10 == 0:
            table = document.add_table(4, 3)
            for cell in table._cells:
                cell.text = sentence(3)
        document.add_paragraph(sentence(60))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def seconds(work):
    """Seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main():
    """Read it both ways, in turns."""
    django.setup()
    from compact_portal.compacts.importing import parse_file

    data = book()

    def alone():
        return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]

    clauses = sum(1 for _clause in parse_file(data).walk())
    rounds = [(seconds(lambda: parse_file(data)), seconds(alone)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"  import, {PAGES} pages      {ours:8.2f} s ({len(data):,} bytes, {clauses:,} clauses)")
    print(f"  python-docx alone      {theirs:8.2f} s   ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
