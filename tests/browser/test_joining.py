"""Into the register and out of it: applying, signing on paper, leaving; and the seal that strangers check."""

import re

import pypdfium2
from playwright.sync_api import expect

from tests.browser.test_main_job import DESKTOP, PHONE, TODAY, fill, press, sign
from tests.browser.test_text_of_a_compact import link_in_mail

NAME, EMAIL = "Sinfin Seed Library", "sia@seed.example"
HERE = "/compacts/derby/signatories/"


def apply(public, officer, server):
    """Somebody whom nobody invited applies, confirms the address, and is asked to sign once an officer knows them."""
    public.goto(f"{HERE}apply/?q={NAME}")
    public.get_by_role("button", name="Give its details").click()
    fill(public, name=NAME, sector="vcs", kind="Community group")
    fill(public, person_name="Sia Seed", office="Chair", email=EMAIL)
    public.wait_for_timeout(4_000)  # Who is faster is taken for a machine.
    press(public, "Send the application")
    public.goto(link_in_mail(server, EMAIL))
    press(public, "Yes")
    officer.goto(f"{HERE}applications/")
    officer.get_by_role("link", name=NAME).click()
    fill(officer, organisation="new", note="I telephoned the number on its website.")
    press(officer, "Accept")
    public.goto(link_in_mail(server, EMAIL))
    expect(public.locator("main")).to_contain_text(NAME)
    officer.goto(f"{HERE}requests/?q={NAME}")
    officer.locator("main table").get_by_role("link", name=NAME).click()


def sign_on_paper(officer, server, folder):
    """The page is printed, signed in ink, scanned; its code says which request it answers; an officer compares."""
    key = officer.url.rstrip("/").rsplit("/", 1)[1]
    printed = f"/signature-pages/{key}.pdf"
    assert officer.request.get(printed).status == 202, "it is made by a job"
    server.work()
    page, scan = officer.request.get(printed).body(), folder / "scan.png"
    pypdfium2.PdfDocument(page)[0].render(scale=150 / 72).to_pil().save(scan)
    officer.goto(f"{HERE}scans/")
    officer.locator("[name=file]").set_input_files(scan)
    press(officer, "Upload the scan")
    expect(officer.locator("h1")).to_contain_text(NAME)
    fill(officer, signed_name="Sia Seed", office="Chair", signed_on=TODAY, seen=True)
    press(officer, "Put the signature on record")


def leave_and_stay(signatory):
    """An organisation gives notice with a reason, which the register shows, and takes it back."""
    sign(signatory, "revised")
    signatory.goto(f"{HERE}?q=Littleover")
    signatory.locator("main table").get_by_role("link", name=re.compile("certificate of Littleover")).first.click()
    certificate = signatory.url
    signatory.get_by_role("link", name=re.compile("ithdraw")).first.click()
    fill(signatory, reason="The club moves to another town.")
    press(signatory, "Give notice")
    signatory.goto(f"{HERE}?q=Littleover")
    expect(signatory.locator("main")).to_contain_text("The club moves to another town.")
    signatory.goto(certificate)
    press(signatory, "Take the notice back")
    signatory.goto(f"{HERE}?q=Littleover")
    expect(signatory.locator("main")).not_to_contain_text("The club moves to another town.")


def verify(public, server, folder):
    """A stranger checks the sealed agreement by its file and by its number; a changed copy is not genuine."""
    server.work()
    public.goto("/compacts/derby/agreement/revised/issues/")
    newest = public.locator("main a[href$='.pdf']").first.get_attribute("href")
    sealed = public.request.get(newest).body()
    for words, content in [("genuine", sealed), ("changed", sealed[:3000] + b"0" + sealed[3001:])]:
        file = folder / f"{words}.pdf"
        file.write_bytes(content)
        public.goto("/verify/")
        public.locator("[name=file]").set_input_files(file)
        press(public, "Check the file")
        expect(public.locator("h1")).to_contain_text(re.compile(words, re.IGNORECASE))
    expect(public.locator("h1")).not_to_contain_text(re.compile("genuine", re.IGNORECASE))
    public.goto("/verify/")
    fill(public, number=re.search(r"/([^/]+)\.pdf$", newest)[1])
    press(public, "Look it up")
    expect(public.locator("main")).to_contain_text(NAME)


def test_from_an_application_to_a_sealed_agreement(open_as, server, tmp_path):
    public, officer = open_as(None, viewport=PHONE), open_as("officer", viewport=DESKTOP)
    apply(public, officer, server)
    sign_on_paper(officer, server, tmp_path)
    public.goto(f"{HERE}?q={NAME}")
    expect(public.locator("main")).to_contain_text("Sia Seed")
    leave_and_stay(open_as("signatory", viewport=PHONE))
    verify(public, server, tmp_path)
