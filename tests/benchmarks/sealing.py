"""
Print, for the signed agreement of Derby:

the milliseconds to seal it, and pyHanko alone with the same key; the milliseconds to verify it, in a process of its own
and with the records, and pyHanko alone; requests a second of the stored file, and of a static file of the same bytes;
and the memory of a worker that draws and seals one agreement after another.
"""

import asyncio
import io
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import django
from django.conf import settings

ROUNDS = 7
DOCUMENTS = 200
SECONDS = 1.0


def in_turns(**works):
    """The median milliseconds of each, measured in turns."""
    for work in works.values():
        work()
    times = {name: [] for name in works}
    for _round in range(ROUNDS):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            times[name].append(1000 * (time.perf_counter() - began))
    return {name: statistics.median(taken) for name, taken in times.items()}


def derby():
    """The signed agreement of Derby, made by its job."""
    from compact_portal.compacts.models import Compact
    from signatories import printing

    row = printing.ask_for(Compact.objects.get(slug="derby").current_edition)
    printing.PRINTER.make(row.pk)
    row.refresh_from_db()
    assert row.state == "sealed", row.error
    return row


def alone_sealed(unsealed, pair):
    """The same document sealed by pyHanko alone."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    from compact_portal.pdf.sealing import FileSigner

    metadata = signers.PdfSignatureMetadata(
        field_name="Seal",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    return signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(unsealed)), metadata, FileSigner(pair))


def alone_verified(sealed):
    """The same document checked by pyHanko alone, in this process."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    seal = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[0]
    trust = ValidationContext(trust_roots=[seal.signer_cert])
    return asyncio.run(async_validate_pdf_signature(seal, trust)).intact


def times(row):
    """Sealing and verifying, each beside pyHanko alone."""
    from compact_portal.pdf import keys, sealing, verifying
    from signatories import printing

    sealed = Path(row.file.path).read_bytes()
    unsealed = printing.draw(printing.content_of(row.edition, row.adopted_by, row.language))
    source = keys.source_for()
    pair = keys.read_file(source.path, source.passphrase)
    taken = in_turns(
        seal=lambda: sealing.seal(unsealed, source, reason="Measured", address="https://x.example/verify/0000000000/"),
        sealed_alone=lambda: alone_sealed(unsealed, pair),
        verify=lambda: verifying.verify([sealed]),
        verified_alone=lambda: alone_verified(sealed),
    )
    assert verifying.verify([sealed]).verdict == verifying.Verdict.GENUINE
    print(f"  seal ({len(sealed):,} bytes)    {taken['seal']:8.0f} ms")
    print(
        f"  pyHanko alone          {taken['sealed_alone']:8.0f} ms   ratio {taken['seal'] / taken['sealed_alone']:.2f}"
    )
    print(f"  verify                 {taken['verify']:8.0f} ms")
    ratio = taken["verify"] / taken["verified_alone"]
    print(f"  pyHanko alone, loaded  {taken['verified_alone']:8.0f} ms   ratio {ratio:.2f}")


def served(row):
    """The stored file beside a static file of the same bytes, from one server."""
    from tests.benchmarks.load import Connection
    from tests.browser.server import Server

    static = Path(settings.STATIC_ROOT) / f"measured-{os.getpid()}.pdf"
    static.write_bytes(Path(row.file.path).read_bytes())
    server = Server(Path(settings.MEDIA_ROOT).parent)
    try:
        edition = row.edition
        issue = f"/compacts/{edition.text.compact.slug}/agreement/{edition.slug}/issues/{row.short_id}.pdf"
        connections = [Connection(server.address, path) for path in (issue, f"/static/{static.name}")]
        rates = [[], []]
        for _round in range(ROUNDS):
            for connection, found in zip(connections, rates, strict=True):
                found.append(connection.rate(SECONDS))
        for connection in connections:
            connection.close()
    finally:
        server.stop()
        static.unlink()
    ours, theirs = (statistics.median(found) for found in rates)
    print(f"  stored file            {ours:8.0f} requests a second")
    print(f"  static file            {theirs:8.0f} requests a second   ratio {ours / theirs:.2f}")


def resident():
    """Megabytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def worker():
    """In a process of its own: draw and seal one agreement after another, and print the memory it holds."""
    from compact_portal.compacts.models import Compact
    from compact_portal.pdf import keys, sealing
    from signatories import printing

    edition, source, held = Compact.objects.get(slug="derby").current_edition, keys.source_for(), {}
    for number in range(1, DOCUMENTS + 1):
        document = printing.draw(printing.content_of(edition))
        sealing.seal(document, source, reason="Measured", address="https://x.example/verify/0000000000/")
        if number in {1, 10, 50, 100, DOCUMENTS}:
            held[number] = resident()
    words = ", ".join(f"{megabytes:.0f} MB after {number}" for number, megabytes in held.items())
    print(f"  a worker holds {words}; ratio of the last to the tenth {held[DOCUMENTS] / held[10]:.2f}")


def main():
    """Measure and print."""
    django.setup()
    if "worker" in sys.argv:
        worker()
        return
    row = derby()
    times(row)
    served(row)
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.sealing", "worker"]
    print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.rstrip())


if __name__ == "__main__":
    main()
