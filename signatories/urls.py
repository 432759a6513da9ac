"""Addresses of the signatories pages."""

from django.urls import path

from signatories.views import (
    acting,
    agreement,
    amendments,
    claims,
    forum,
    invited,
    mergers,
    organisations,
    people,
    register,
    signing,
    uploads,
    witness,
)

app_name = "signatories"


def links(kind: str, name: str) -> list:
    """Return the addresses between a mailed link and what it is for."""
    here = f"{kind}/<slug:key>/"
    return [
        path(f"{here}again/", claims.again, {"kind": kind}, name=f"{name}_again"),
        path(f"{here}code/", claims.code, {"kind": kind}, name=f"{name}_code"),
        path(f"{here}code/again/", claims.code_again, {"kind": kind}, name=f"{name}_code_again"),
    ]


urlpatterns = [
    path("compacts/<slug:slug>/signatories/", register.register, name="register"),
    path("compacts/<slug:slug>/signatories.csv", register.as_csv, name="register_csv"),
    path("compacts/<slug:slug>/signatories.json", register.as_json, name="register_json"),
    path("compacts/<slug:slug>/signatories/record/", register.record, name="record"),
    path("compacts/<slug:slug>/signatories/sign/", signing.begin, name="sign"),
    path("compacts/<slug:slug>/signatories/sign/<slug:step>/", signing.step, name="sign_step"),
    path("compacts/<slug:slug>/signatories/<int:number>/", register.certificate, name="certificate"),
    path("compacts/<slug:slug>/signatories/<int:number>/signed/", signing.signed, name="signed"),
    path("compacts/<slug:slug>/signatories/<int:number>/witness/", witness.of_signature, name="look_after_witness"),
    path("compacts/<slug:slug>/signatories/<int:number>/withdraw/", register.withdraw, name="withdraw"),
    path("compacts/<slug:slug>/agreement.pdf", agreement.in_force, name="agreement_in_force"),
    path("compacts/<slug:slug>/agreement/<slug:edition>.pdf", agreement.agreement, name="agreement"),
    path("compacts/<slug:slug>/agreement/<slug:edition>/issues/", agreement.issues, name="issues"),
    path("compacts/<slug:slug>/agreement/<slug:edition>/issues/<slug:short_id>.pdf", agreement.issue, name="issue"),
    path("compacts/<slug:slug>/amendments/", amendments.amendments, name="amendments"),
    path("compacts/<slug:slug>/amendments/propose/", amendments.propose, name="propose"),
    path("compacts/<slug:slug>/amendments/propose/words/", amendments.propose_words, name="propose_words"),
    path("compacts/<slug:slug>/amendments/put-in/", amendments.put_in_all, name="put_in_all"),
    path("compacts/<slug:slug>/amendments/<int:number>/", amendments.amendment, name="amendment"),
    path("compacts/<slug:slug>/amendments/<int:number>/edit/", amendments.revise, name="revise_amendment"),
    path("compacts/<slug:slug>/amendments/<int:number>/<slug:action>/", amendments.act, name="act_on_amendment"),
    path("compacts/<slug:slug>/forum/", forum.forum, name="forum"),
    path("compacts/<slug:slug>/forum/seats/add/", forum.add_seat, name="add_seat"),
    path("compacts/<slug:slug>/forum/seats/<int:number>/end/", forum.end_seat, name="end_seat"),
    path("compacts/<slug:slug>/forum/meetings/add/", forum.add_meeting, name="add_meeting"),
    path("compacts/<slug:slug>/forum/meetings/<int:number>/", forum.edit_meeting, name="edit_meeting"),
    path("compacts/<slug:slug>/forum/history/", forum.history, name="forum_history"),
    path("compacts/<slug:slug>/organisations/", organisations.kept, name="organisations"),
    path("compacts/<slug:slug>/organisations.csv", uploads.export, name="organisations_csv"),
    path("compacts/<slug:slug>/organisations/add/", organisations.add, name="add_organisation"),
    *links("sign", "request"),
    path("sign/<slug:key>/", invited.request, {"kind": "sign"}, name="request"),
    path("sign/<slug:key>/begin/", invited.begin, {"kind": "sign"}, name="request_begin"),
    path("sign/<slug:key>/steps/<slug:step>/", invited.step, {"kind": "sign"}, name="request_step"),
    path("sign/<slug:key>/signed/", invited.signed, {"kind": "sign"}, name="request_signed"),
    path("sign/<slug:key>/hand-over/", invited.hand_over, {"kind": "sign"}, name="request_hand_over"),
    path("sign/<slug:key>/decline/", invited.decline, {"kind": "sign"}, name="request_decline"),
    path("sign/<slug:key>/witness/", witness.of_request, {"kind": "sign"}, name="request_witness"),
    path("sign/<slug:key>/<str:secret>/", claims.link, {"kind": "sign"}, name="request_link"),
    *links("witness", "witness"),
    path("witness/<slug:key>/", witness.standing, {"kind": "witness"}, name="witness"),
    path("witness/<slug:key>/begin/", witness.confirm, {"kind": "witness"}, name="witness_begin"),
    path("witness/<slug:key>/refuse/", witness.refuse, {"kind": "witness"}, name="witness_refuse"),
    path("witness/<slug:key>/<str:secret>/", claims.link, {"kind": "witness"}, name="witness_link"),
    path("compacts/<slug:slug>/organisations/alike/", mergers.alike, name="alike"),
    path("compacts/<slug:slug>/organisations/import/", uploads.upload, name="upload_register"),
    path("compacts/<slug:slug>/organisations/import/<int:number>/", uploads.look, name="upload"),
    path("compacts/<slug:slug>/organisations/import/<int:number>/discard/", uploads.discard, name="discard_upload"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/edit/", organisations.edit, name="edit_organisation"),
    path("organisations/<slug:slug>/names/", organisations.names, name="names"),
    path("organisations/<slug:slug>/names/<int:number>/remove/", organisations.remove_name, name="remove_name"),
    path("organisations/<slug:slug>/merge/", mergers.merge, name="merge"),
    path("organisations/<slug:slug>/history/", organisations.history, name="organisation_history"),
    path("organisations/<slug:slug>/people/", people.people, name="people"),
    path("organisations/<slug:slug>/people/invite/", people.invite, name="invite"),
    path("organisations/<slug:slug>/people/<int:number>/end/", people.end, name="end_membership"),
    path("organisations/<slug:slug>/people/<int:number>/again/", people.invite_again, name="invite_again"),
    path("organisations/<slug:slug>/people/<int:number>/cancel/", people.cancel, name="cancel_invitation"),
    path("organisations/<slug:slug>/people/<int:number>/hand-over/", people.hand_over, name="hand_over"),
    path("acting-for/", acting.choose, name="acting_for"),
]
