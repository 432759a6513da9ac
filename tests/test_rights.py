"""
Who gets what: every URL of the portal × every kind of person → status.

The table is written by hand from the rules (README, "Rights"). 200 they see it, 302 they are sent to sign in (or on),
403 they see that it exists but may not, 404 it does not exist for them, 405 it only takes a form.
"""

from datetime import timedelta

import pytest
from django.urls import get_resolver, resolve
from django.utils import timezone

from actionplans.models import Action
from codes.actions import adapt
from codes.models import Adoption, How, NewVersion
from compact_portal.compacts.models import Clause, Comment, EasyRead
from compact_portal.pdf import keys
from disputes.actions.evidence import add as add_paper
from disputes.examining import PaperKind
from disputes.models import Concern, Lesson, ProcedureDraft
from signatories.models import Amendment, Application, RegisterUpload, Scan, SignedMember, SigningRequest
from signatories.procedure import Action as Amending
from signatories.procedure import What
from tests import factories
from tests.disputes import steps
from tests.signatories import meetings

TABLE = """
#                                                 anon stra comp sign resp offi chai medi foru admi othr appr
/                                                 200  200  200  200  200  200  200  200  200  200  200  200
/accessibility/                                   200  200  200  200  200  200  200  200  200  200  200  200
/cookies/                                         200  200  200  200  200  200  200  200  200  200  200  200
/privacy/                                         200  200  200  200  200  200  200  200  200  200  200  200
/healthz                                          200  200  200  200  200  200  200  200  200  200  200  200
/dashboard/                                       302  200  200  200  200  200  200  200  200  200  200  200
/account/                                         302  200  200  200  200  200  200  200  200  200  200  200
/account/mail/                                    302  200  200  200  200  200  200  200  200  200  200  200
/account/calendar/                                302  200  200  200  200  200  200  200  200  200  200  200
/account/calendar/end/                            405  405  405  405  405  405  405  405  405  405  405  405
/account/calendar/wrong/dates.ics                 404  404  404  404  404  404  404  404  404  404  404  404
/account/join/{complainant}/wrong/                410  410  410  410  410  410  410  410  410  410  410  410
/account/join/{complainant}/again/                405  405  405  405  405  405  405  405  405  405  405  405
/people/                                          302  403  403  403  403  403  403  403  403  200  403  403
/people/invite/                                   302  403  403  403  403  403  403  403  403  200  403  403
/people/record/                                   302  403  403  403  403  403  403  403  403  200  403  403
/people/add-compact/                              302  403  403  403  403  403  403  403  403  200  403  403
/people/{complainant}/                            302  403  403  403  403  403  403  403  403  200  403  403
/people/{complainant}/invite/                     302  403  403  403  403  403  403  403  403  405  403  403
/people/{complainant}/appoint/                    302  403  403  403  403  403  403  403  403  200  403  403
/people/{complainant}/close/                      302  403  403  403  403  403  403  403  403  200  403  403
/people/{complainant}/roles/{grant}/end/          302  403  403  403  403  403  403  403  403  200  403  403
/compacts/testham/                                200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/details/                        302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/history/                        302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/timeline/                       200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/on/                             200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/on/2015-06-01/                  200  200  200  200  200  200  200  200  200  200  200  200
/search/                                          200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/search/                         200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/logo.png                        404  404  404  404  404  404  404  404  404  404  404  404
/compacts/nowhere/                                404  404  404  404  404  404  404  404  404  404  404  404
/compacts/                                        200  200  200  200  200  200  200  200  200  200  200  200
/compacts.csv                                     200  200  200  200  200  200  200  200  200  200  200  200
/compacts.json                                    200  200  200  200  200  200  200  200  200  200  200  200
/compacts/edition.schema.json                     200  200  200  200  200  200  200  200  200  200  200  200
{text}/                                           200  200  200  200  200  200  200  200  200  200  200  200
{text}/editions/                                  200  200  200  200  200  200  200  200  200  200  200  200
{text}/begin/                                     302  403  403  403  403  200  403  403  403  403  403  403
{text}/import/                                    302  403  403  403  403  200  403  403  403  403  403  403
{text}/import/{pending}/                          302  404  404  404  404  200  404  404  404  404  404  404
{text}/import/{pending}/1/                        302  404  404  404  404  200  404  404  404  404  404  404
{text}/import/{pending}/discard/                  302  404  404  404  404  200  404  404  404  404  404  404
{text}/import/{pending}/undo/                     302  405  405  405  405  405  405  405  405  405  405  405
{text}/import/{pending}/accept/                   302  405  405  405  405  405  405  405  405  405  405  405
{text}/revised/                                   200  200  200  200  200  200  200  200  200  200  200  200
{text}/revised.json                               200  200  200  200  200  200  200  200  200  200  200  200
{text}/revised.docx                               200  200  200  200  200  200  200  200  200  200  200  200
{text}/revised.md                                 200  200  200  200  200  200  200  200  200  200  200  200
{text}/revised/edit/                              302  403  403  403  403  403  403  403  403  403  403  403
{text}/revised/publish/                           302  403  403  403  403  403  403  403  403  403  403  403
{text}/revised/history/                           302  403  403  403  403  200  403  403  403  403  403  403
{text}/revised/3.1/                               200  200  200  200  200  200  200  200  200  200  200  200
{text}/revised/9.9/                               404  404  404  404  404  404  404  404  404  404  404  404
{text}/revised/3.1/edit/                          302  403  403  403  403  403  403  403  403  403  403  403
{text}/revised/3.1/history/                       302  403  403  403  403  200  403  403  403  403  403  403
{text}/next/                                      404  404  404  404  404  200  200  200  200  404  404  200
{text}/next.json                                  404  404  404  404  404  200  200  200  200  404  404  200
{text}/next.docx                                  404  404  404  404  404  200  200  200  200  404  404  200
{text}/next.md                                    404  404  404  404  404  200  200  200  200  404  404  200
{text}/next/3.1/                                  404  404  404  404  404  200  200  200  200  404  404  200
{text}/next/edit/                                 302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/add/                                  302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/move/                                 302  405  405  405  405  405  405  405  405  405  405  405
{text}/revised/compare/                           200  200  200  200  200  200  200  200  200  200  200  200
{text}/revised/compare/revised/                   200  200  200  200  200  200  200  200  200  200  200  200
{text}/revised/compare/next/                      404  404  404  404  404  200  200  200  200  404  404  200
{text}/next/publish/                              302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/history/                              302  404  404  404  404  200  403  403  403  404  404  403
{text}/revised/welsh/                             302  403  403  403  403  200  403  403  403  403  403  403
{text}/revised/3.1/welsh/                         302  403  403  403  403  200  403  403  403  403  403  403
{text}/next/welsh/                                302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/3.1/welsh/                            302  404  404  404  404  200  403  403  403  404  404  403
{text}/revised/easy-read/edit/                    302  403  403  403  403  200  403  403  403  403  403  403
{text}/next/easy-read/edit/                       302  404  404  404  404  200  403  403  403  404  404  403
/annexes/complaints/revised/easy-read/            404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/agreement/revised/easy-read/    200  200  200  200  200  200  200  200  200  200  200  200
{text}/next/3.1/edit/                             302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/3.1/delete/                           302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/lineage/                              302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/3.1/lineage/                          302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/renumber/                             302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/3.1/move/                             302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/3.1/split/                            302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/3.1/merge/                            302  404  404  404  404  200  403  403  403  404  404  403
/compacts/testham/agreement/next/history/{state}/ 302  404  404  404  404  200  403  403  403  404  404  403
/annexes/complaints/next/history/{annex_state}/   302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/3.1/history/                          302  404  404  404  404  200  403  403  403  404  404  403
{text}/revised/published/                         302  200  200  200  200  200  200  200  200  200  200  200
{text}/next/together/                             302  404  404  404  404  200  403  403  403  404  404  403
{text}/revised/dates/                             302  403  403  403  403  200  403  403  403  403  403  403
{text}/revised/lapse/                             302  403  403  403  403  200  403  403  403  403  403  403
{text}/revised/approval/                          200  200  200  200  200  200  200  200  200  200  200  200
{text}/next/approval/                             404  404  404  404  404  200  200  200  200  404  404  200
{text}/next/approval/ask/                         302  404  404  404  404  200  403  403  403  404  404  403
{text}/next/approval/approve/                     302  404  404  404  404  403  403  403  403  404  404  200
{text}/next/approval/take-back/                   302  405  405  405  405  405  405  405  405  405  405  405
{text}/next/consultation/                         404  404  404  404  404  200  200  200  200  404  404  200
{text}/next/consultation/plan/                    302  404  404  404  404  200  403  403  403  404  404  403
{text}/out/edit/                                  302  403  403  403  403  403  403  403  403  403  403  403
{text}/out/consultation/                          200  200  200  200  200  200  200  200  200  200  200  200
{text}/out/consultation/1/                        200  200  200  200  200  200  200  200  200  200  200  200
{text}/out/consultation/2/                        404  404  404  404  404  404  404  404  404  404  404  404
{text}/out/consultation/1/comment/                200  200  200  200  200  200  200  200  200  200  200  200
{text}/out/consultation/1/comment/3.1/            200  200  200  200  200  200  200  200  200  200  200  200
{text}/out/consultation/1/comment/9.9/            404  404  404  404  404  404  404  404  404  404  404  404
{text}/out/consultation/1/sent/                   200  200  200  200  200  200  200  200  200  200  200  200
{text}/out/consultation/1/thanks/                 200  200  200  200  200  200  200  200  200  200  200  200
{text}/out/consultation/1/confirm/{comment}/wrong/ 410  410  410  410  410  410  410  410  410  410  410  410
{text}/out/consultation/1/comments/               302  403  403  403  403  200  403  403  403  403  403  403
{text}/out/consultation/1/comments/answer/        302  403  403  403  403  200  403  403  403  403  403  403
{text}/out/consultation/1/comments/{comment}/no-name/ 302  405  405  405  405  405  405  405  405  405  405  405
{text}/out/consultation/1/comments.csv            302  403  403  403  403  200  403  403  403  403  403  403
{text}/out/consultation/1/move/                   302  403  403  403  403  200  403  403  403  403  403  403
{text}/out/consultation/1/end/                    302  403  403  403  403  200  403  403  403  403  403  403
{text}/out/consultation/1/summary/                302  403  403  403  403  200  403  403  403  403  403  403
{text}/out/consultation/1/you-said-we-did/        404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/annexes/add/                    302  403  403  403  403  200  403  403  403  403  403  403
/verify/                                          200  200  200  200  200  200  200  200  200  200  200  200
/verify/certificates/                             200  200  200  200  200  200  200  200  200  200  200  200
/verify/certificates/{certificate}.pem            200  200  200  200  200  200  200  200  200  200  200  200
/verify/certificates/{certificate}/issuer.cer     200  200  200  200  200  200  200  200  200  200  200  200
/verify/by-yourself/                              200  200  200  200  200  200  200  200  200  200  200  200
/verify/0000000000/                               404  404  404  404  404  404  404  404  404  404  404  404
/codes/                                           200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/                                    200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/editions/                           200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/begin/                              302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/import/                             302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/import/{pending_code}/              302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/import/{pending_code}/1/            302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/import/{pending_code}/discard/      302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/import/{pending_code}/undo/         302  405  405  405  405  405  405  405  405  405  405  405
/codes/asking/import/{pending_code}/accept/       302  405  405  405  405  405  405  405  405  405  405  405
/codes/asking/first/                              200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/first.json                          200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/first.docx                          200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/first.md                            200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/first/3.1/                          200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/first/compare/                      200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/first/compare/first/                200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/first/compare/next/                 404  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/first/history/                      302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/first/3.1/history/                  302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/first.pdf                           202  202  202  202  202  202  202  202  202  202  202  202
/codes/asking/next.pdf                            404  404  404  404  404  404  404  404  404  202  404  404
/codes/asking/next/                               404  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next.json                           404  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/first/welsh/                        302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/first/3.1/welsh/                    302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/first/easy-read/edit/               302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/first/easy-read/                    404  404  404  404  404  404  404  404  404  404  404  404
/codes/asking/next/edit/                          302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/add/                           302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/move/                          302  405  405  405  405  405  405  405  405  405  405  405
/codes/asking/next/publish/                       302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/3.1/edit/                      302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/3.1/delete/                    302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/lineage/                       302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/3.1/lineage/                   302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/renumber/                      302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/3.1/move/                      302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/3.1/split/                     302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/3.1/merge/                     302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/history/{code_state}/          302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/first/published/                    302  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/next/together/                      302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/first/dates/                        302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/first/lapse/                        302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/first/approval/                     200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/next/approval/                      404  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/approval/ask/                  302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/next/approval/approve/              302  404  404  404  404  404  404  404  404  403  404  404
/codes/asking/next/approval/take-back/            302  405  405  405  405  405  405  405  405  405  405  405
/codes/asking/next/consultation/plan/             302  404  404  404  404  404  404  404  404  200  404  404
/codes/asking/out/consultation/                   200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/out/consultation/1/                 200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/out/consultation/1/comment/         200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/out/consultation/1/comment/3.1/     200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/out/consultation/1/sent/            200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/out/consultation/1/thanks/          200  200  200  200  200  200  200  200  200  200  200  200
/codes/asking/out/consultation/1/confirm/{comment}/wrong/ 410  410  410  410  410  410  410  410  410  410  410  410
/codes/asking/out/consultation/1/comments/        302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/out/consultation/1/comments/answer/ 302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/out/consultation/1/comments/{comment}/no-name/ 302  405  405  405  405  405  405  405  405  405  405  405
/codes/asking/out/consultation/1/comments.csv     302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/out/consultation/1/move/            302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/out/consultation/1/end/             302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/out/consultation/1/summary/         302  403  403  403  403  403  403  403  403  200  403  403
/codes/asking/out/consultation/1/you-said-we-did/ 404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/codes/                          200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/codes/adopt/                    302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/codes/{adoption}/end/           302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/codes/adapt/                    302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/codes/write/                    302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/codes/{older}/new/second/       302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/codes/{older}/new/second/{changed}/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/codes/{older}/new/second/rest/  302  405  405  405  405  405  405  405  405  405  405  405
/compacts/testham/codes/{older}/new/second/finish/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/codes/{adoption}/new/first/     404  404  404  404  404  404  404  404  404  404  404  404
/codes/testham-listening/adapted-from-first/national/ 404  404  404  404  404  200  200  200  200  404  404  200
/codes/asking/first/national/                     404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/signatories/                    200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories.csv                 200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories.json                200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories/record/             302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/rules/              302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/sign/               302  403  403  200  403  403  403  403  403  403  403  403
/compacts/testham/signatories/sign/who/           302  302  302  200  302  302  302  302  302  302  302  302
/compacts/testham/signatories/{signature}/        200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories/{signature}/signed/ 302  404  404  200  404  404  404  404  404  404  404  404
/compacts/testham/signatories/{signature}/witness/ 302  403  403  302  403  403  403  403  403  403  403  403
/compacts/testham/signatories/{signature}/withdraw/ 302  403  403  200  403  403  403  403  403  403  403  403
/compacts/testham/signatories/{signature}/stay/   302  405  405  405  405  405  405  405  405  405  405  405
/compacts/testham/signatories/{signature}/badge.svg 200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories/{signature}/badge/  200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories/999999/badge.svg    404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/signatories/apply/              200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories/apply/details/      200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories/apply/sent/         200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories/apply/thanks/       200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/signatories/apply/confirm/{app}/wrong/ 410  410  410  410  410  410  410  410  410  410  410  410
/compacts/testham/signatories/applications/       302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/applications/{app}/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/applications/{app}/refuse/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/applications/{app}/spam/ 302  405  405  405  405  405  405  405  405  405  405  405
/compacts/testham/signatories/requests/           302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/requests/whom/      302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/requests/invite/    302  403  403  403  403  302  403  403  403  403  403  403
/compacts/testham/signatories/requests/{req}/     302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/requests/{req}/again/ 302  405  405  405  405  405  405  405  405  405  405  405
/compacts/testham/signatories/requests/{req}/cancel/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/requests/nothing/   302  403  403  403  403  404  403  403  403  403  403  403
/compacts/testham/signatories/reaffirm/           302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/reaffirm/revised/   302  403  403  403  403  404  403  403  403  403  403  403
/compacts/testham/signatories/reaffirm/revised/begin/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/reaffirm/revised/end/ 302  403  403  403  403  404  403  403  403  403  403  403
/compacts/testham/signatories/reaffirm/revised/resume/ 302  403  403  403  403  404  403  403  403  403  403  403
/compacts/testham/signatories/reaffirm/revised/remind/{req}/ 302  405  405  405  405  405  405  405  405  405  405  405
/compacts/testham/signatories/scans/              302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/scans/{scan}/       302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/scans/{scan}/refuse/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/scans/{scan}/page.png 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/signatories/scans/{scan}/file/  302  403  403  403  403  200  403  403  403  403  403  403
/signature-pages/{req}.pdf                        302  404  404  404  202  202  404  404  404  404  404  404
/signature-pages/{req}/scan/                      302  404  404  404  200  200  404  404  404  404  404  404
/member/{named}/                                 302  403  403  403  200  403  403  403  403  403  403  403
/member/{named}/wrong/                           410  410  410  410  410  410  410  410  410  410  410  410
/member/nothing/                                  302  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/agreement/revised.pdf           202  202  202  202  202  202  202  202  202  202  202  202
/compacts/testham/agreement/revised/issues/       200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/agreement/next/issues/          404  404  404  404  404  200  200  200  200  404  404  200
/compacts/testham/agreement/revised/issues/0.pdf  404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/agreement.pdf                   302  302  302  302  302  302  302  302  302  302  302  302
{text}/next.pdf                                   404  404  404  404  404  202  202  202  202  404  404  202
/annexes/complaints/revised.pdf                   202  202  202  202  202  202  202  202  202  202  202  202
/compacts/testham/agreement/nothing.pdf           404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/amendments/                     200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/amendments/propose/             302  403  200  200  403  403  403  403  403  403  403  403
/compacts/testham/amendments/propose/words/       302  403  302  302  403  403  403  403  403  403  403  403
/compacts/testham/amendments/put-in/              302  405  405  405  405  405  405  405  405  405  405  405
/compacts/testham/amendments/1/                   200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/amendments/1/edit/              302  403  403  403  403  403  403  403  403  403  403  403
/compacts/testham/amendments/1/withdraw/          302  403  200  200  403  403  403  403  403  403  403  403
/compacts/testham/amendments/1/accept/            302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/amendments/1/accept-changed/    302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/amendments/1/decline/           302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/amendments/1/put-in/            302  403  403  403  403  403  403  403  403  403  403  403
/compacts/testham/amendments/1/nothing/           302  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/amendments/2/                   404  404  200  200  404  404  404  404  404  404  404  404
/compacts/testham/amendments/2/edit/              302  404  200  200  404  404  404  404  404  404  404  404
/compacts/testham/amendments/2/submit/            302  404  200  200  404  404  404  404  404  404  404  404
/compacts/testham/amendments/3/put-in/            302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/amendments/9/                   404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/forum/                          200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/forum/calendar.ics              200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/forum/edit/                     302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/forum/history/                  302  403  403  403  403  200  200  403  403  403  403  403
/compacts/testham/forum/seats/add/                302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/forum/seats/{seat}/end/         302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/forum/champions/                200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/forum/champions/{champion}/     302  403  403  403  403  200  200  200  403  403  403  403
/compacts/testham/forum/elections/add/            302  403  403  403  403  200  200  403  403  403  403  403
{election}                                        200  200  200  200  200  200  200  200  200  200  200  200
{election}edit/                                   302  403  403  403  403  200  200  403  403  403  403  403
{election}candidates/add/                         302  403  403  403  403  200  200  403  403  403  403  403
{election}candidates/{candidate}/withdraw/        302  403  403  403  403  200  200  403  403  403  403  403
{election}result/                                 302  403  403  403  403  200  200  403  403  403  403  403
{election}cancel/                                 302  403  403  403  403  200  200  403  403  403  403  403
{election}history/                                302  403  403  403  403  200  200  403  403  403  403  403
/compacts/testham/forum/meetings/add/             302  403  403  403  403  200  200  403  403  403  403  403
{coming}                                          200  200  200  200  200  200  200  200  200  200  200  200
{coming}meeting.ics                               200  200  200  200  200  200  200  200  200  200  200  200
{coming}edit/                                     302  403  403  403  403  200  200  403  403  403  403  403
{coming}reply/                                    302  403  403  403  403  403  200  200  200  403  403  403
{coming}history/                                  302  403  403  403  403  200  200  403  403  403  403  403
{coming}call/                                     302  403  403  403  403  200  200  403  403  403  403  403
{coming}move/                                     302  403  403  403  403  200  200  403  403  403  403  403
{coming}cancel/                                   302  403  403  403  403  200  200  403  403  403  403  403
{coming}restore/                                  302  403  403  403  403  302  302  403  403  403  403  403
{coming}agenda/                                   302  403  403  403  403  200  200  403  403  403  403  403
{coming}agenda/{item}/                            302  403  403  403  403  200  200  403  403  403  403  403
{coming}agenda/{item}/shift/                      302  405  405  405  405  405  405  405  405  405  405  405
{coming}agenda/{item}/remove/                     302  403  403  403  403  200  200  403  403  403  403  403
{coming}agenda.pdf                                404  404  404  404  404  202  202  202  202  404  404  404
{coming}papers/add/                               302  403  403  403  403  200  200  403  403  403  403  403
{coming}papers/{paper}/                           404  404  404  404  404  200  200  200  200  404  404  404
{coming}papers/{open_paper}/                      200  200  200  200  200  200  200  200  200  200  200  200
{coming}papers/{paper}/move/                      302  405  405  405  405  405  405  405  405  405  405  405
{coming}minutes/                                  404  404  404  404  404  404  404  404  404  404  404  404
{held}attendance/                                 302  403  403  403  403  200  200  403  403  403  403  403
{held}confirm/                                    302  403  403  403  403  200  200  403  403  403  403  403
{held}minutes/                                    404  404  404  404  404  200  200  200  200  404  404  404
{held}minutes.pdf                                 404  404  404  404  404  202  202  202  202  404  404  404
{held}minutes/write/                              302  403  403  403  403  200  200  403  403  403  403  403
{held}decisions/add/                              302  403  403  403  403  200  200  403  403  403  403  403
{confirmed}minutes/                               200  200  200  200  200  200  200  200  200  200  200  200
{confirmed}minutes.pdf                            202  202  202  202  202  202  202  202  202  202  202  202
{confirmed}minutes/{confirmed_item}/correct/      302  403  403  403  403  200  200  403  403  403  403  403
/compacts/testham/forum/decisions/                200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/forum/decisions/{decision}/     200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/forum/decisions/{decision}/edit/ 302  403  403  403  403  200  200  403  403  403  403  403
/compacts/testham/forum/decisions/{decision}/history/ 302  403  403  403  403  200  200  403  403  403  403  403
/compacts/testham/forum/decisions/F-1999-01/      404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/forum/groups/                   200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/forum/groups/add/               302  403  403  403  403  200  200  403  403  403  403  403
{working_group}                                   200  200  200  200  200  200  200  200  200  200  200  200
{working_group}edit/                              302  403  403  403  403  200  200  403  403  403  403  403
{working_group}end/                               302  403  403  403  403  200  200  403  403  403  403  403
{working_group}history/                           302  403  403  403  403  200  200  403  403  403  403  403
{working_group}members/add/                       302  403  403  403  403  200  200  403  403  403  403  403
{working_group}members/{group_member}/end/        302  403  403  403  403  200  200  403  403  403  403  403
{working_group}reports/add/                       302  403  200  403  403  200  200  403  403  403  403  403
{working_group}reports/{report}/                  200  200  200  200  200  200  200  200  200  200  200  200
{working_group}reports/{report}/move/             302  405  405  405  405  405  405  405  405  405  405  405
/compacts/testham/organisations/                  200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/organisations/add/              302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/organisations.csv               302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/organisations/alike/            302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/organisations/import/           302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/organisations/import/{upload}/  302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/organisations/import/{upload}/discard/ 302  405  405  405  405  405  405  405  405  405  405  405
/sign/nothing/                                    404  404  404  404  404  404  404  404  404  404  404  404
/sign/nothing/secret/                             410  410  410  410  410  410  410  410  410  410  410  410
/sign/nothing/begin/                              404  404  404  404  404  404  404  404  404  404  404  404
/sign/{to_sign}/                                  200  200  200  200  200  200  200  200  200  200  200  200
/sign/{to_sign}/secret/                           410  410  410  410  410  410  410  410  410  410  410  410
/sign/{to_sign}/again/                            405  405  405  405  405  405  405  405  405  405  405  405
/sign/{to_sign}/code/                             404  404  404  404  404  404  404  404  404  404  404  404
/sign/{to_sign}/code/again/                       405  405  405  405  405  405  405  405  405  405  405  405
/sign/{to_sign}/begin/                            404  404  404  404  404  404  404  404  404  404  404  404
/sign/{to_sign}/steps/who/                        404  404  404  404  404  404  404  404  404  404  404  404
/sign/{to_sign}/steps/check/                      404  404  404  404  404  404  404  404  404  404  404  404
/sign/{to_sign}/hand-over/                        404  404  404  404  404  404  404  404  404  404  404  404
/sign/{to_sign}/decline/                          404  404  404  404  404  404  404  404  404  404  404  404
/sign/{to_sign}/signed/                           404  404  404  404  404  404  404  404  404  404  404  404
/sign/{to_sign}/witness/                          404  404  404  404  404  404  404  404  404  404  404  404
/witness/nothing/                                 404  404  404  404  404  404  404  404  404  404  404  404
/witness/nothing/secret/                          410  410  410  410  410  410  410  410  410  410  410  410
/witness/nothing/again/                           405  405  405  405  405  405  405  405  405  405  405  405
/witness/nothing/code/                            404  404  404  404  404  404  404  404  404  404  404  404
/witness/nothing/code/again/                      405  405  405  405  405  405  405  405  405  405  405  405
/witness/nothing/begin/                           404  404  404  404  404  404  404  404  404  404  404  404
/witness/nothing/refuse/                          404  404  404  404  404  404  404  404  404  404  404  404
/organisations/testham-gardeners/                 200  200  200  200  200  200  200  200  200  200  200  200
/organisations/testham-gardeners/edit/            302  403  403  403  403  200  403  403  403  403  403  403
/organisations/testham-gardeners/names/           302  403  403  403  403  200  403  403  403  403  403  403
/organisations/testham-gardeners/names/{name}/remove/ 302  405  405  405  405  405  405  405  405  405  405  405
/organisations/testham-gardeners/merge/           302  403  403  403  403  200  403  403  403  403  403  403
/organisations/testham-gardeners/history/         302  403  200  200  403  200  403  403  403  403  403  403
/organisations/testham-gardeners/people/          302  403  200  200  403  200  403  403  403  403  403  403
/organisations/testham-gardeners/people/invite/   302  403  200  200  403  200  403  403  403  403  403  403
/organisations/testham-gardeners/people/{member}/end/ 302  403  200  200  403  200  403  403  403  403  403  403
/organisations/testham-gardeners/people/{member}/hand-over/ 302  403  200  200  403  200  403  403  403  403  403  403
/organisations/testham-gardeners/people/{member}/again/ 302  405  405  405  405  405  405  405  405  405  405  405
/organisations/testham-gardeners/people/{member}/cancel/ 302  405  405  405  405  405  405  405  405  405  405  405
/acting-for/                                      302  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/action-plan/                    200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/action-plan/2026/               200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/action-plan/2026.csv            200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/action-plan/2027/               404  404  404  404  404  200  200  200  200  404  404  200
/compacts/testham/action-plan/2027.csv            404  404  404  404  404  200  200  200  200  404  404  200
/compacts/testham/action-plan/2028/               404  404  404  404  404  404  404  404  404  404  404  404
/compacts/testham/action-plan/working-groups/     301  301  301  301  301  301  301  301  301  301  301  301
/compacts/testham/action-plan/working-groups/new/ 301  301  301  301  301  301  301  301  301  301  301  301
/compacts/testham/action-plan/new/                302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2026/edit/          302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2027/agree/         404  404  404  404  404  200  403  403  403  404  404  403
/compacts/testham/action-plan/2026/close/         302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2026/history/       302  403  403  403  403  200  200  200  200  403  403  403
/compacts/testham/action-plan/2026/themes/new/    302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2026/themes/{theme}/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2026/actions/new/   302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2026/{action}/      200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/action-plan/2027/{later}/       404  404  404  404  404  200  200  200  200  404  404  200
/compacts/testham/action-plan/2026/{action}/row/  302  403  403  403  403  302  403  403  403  403  403  403
/compacts/testham/action-plan/2026/{action}/edit/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2026/{action}/progress/ 302  403  403  403  200  200  403  403  403  403  403  403
/compacts/testham/action-plan/2026/{action}/stop/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2027/{later}/remove/ 404  404  404  404  404  200  403  403  403  404  404  403
/compacts/testham/action-plan/2026/{stopped}/restart/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/action-plan/2026/{action}/history/ 302  403  403  403  200  200  200  200  200  403  403  403
/compacts/testham/disputes/                       200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/figures/               200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/figures.csv            200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/figures.json           200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/procedure/1/           200  200  200  200  200  200  200  200  200  200  200  200
{redraft}                                         302  403  403  403  403  200  403  403  403  403  403  403
{redraft}steps/add/                               302  403  403  403  403  200  403  403  403  403  403  403
{redraft}steps/s4/                                302  403  403  403  403  200  403  403  403  403  403  403
{redraft}steps/s4/up/                             302  405  405  405  405  405  405  405  405  405  405  405
{redraft}steps/s4/down/                           302  405  405  405  405  405  405  405  405  405  405  405
{redraft}steps/s4/remove/                         302  403  403  403  403  200  403  403  403  403  403  403
{redraft}steps/s4/routes/add/                     302  403  403  403  403  200  403  403  403  403  403  403
{redraft}steps/s4/routes/r1/                      302  403  403  403  403  200  403  403  403  403  403  403
{redraft}steps/s4/routes/r1/remove/               302  405  405  405  405  405  405  405  405  405  405  405
{redraft}over-all/                                302  403  403  403  403  200  403  403  403  403  403  403
{redraft}undo/                                    302  405  405  405  405  405  405  405  405  405  405  405
{redraft}discard/                                 302  403  403  403  403  200  403  403  403  403  403  403
{redraft}adopt/                                   302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/disputes/raise/                 302  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/raise/for/             302  302  302  302  302  302  302  302  302  302  302  302
/compacts/testham/disputes/raise/against/         302  302  302  302  302  302  302  302  302  302  302  302
/compacts/testham/disputes/talk-first/            200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/talk-first/letter.txt  200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/concern/               200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/concern/logged/        200  200  200  200  200  200  200  200  200  200  200  200
/disputes/concerns/                               302  200  200  200  200  200  200  200  200  200  200  200
/disputes/concerns/{concern}/                     302  404  200  404  404  404  404  404  404  404  404  404
/disputes/concerns/{concern}/share/               302  404  200  404  404  404  404  404  404  404  404  404
/disputes/concerns/{concern}/take-back/           302  404  200  404  404  404  404  404  404  404  404  404
/disputes/drafts/{draft}/                         302  404  200  200  404  404  404  404  404  404  404  404
/disputes/drafts/{draft}/against/                 302  404  200  200  404  404  404  404  404  404  404  404
/disputes/                                        302  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/days-off/              302  403  403  403  403  200  403  403  403  200  403  403
/compacts/testham/disputes/days-off/move/         302  405  405  405  405  405  405  405  405  405  405  405
/disputes/days-off/                               302  404  404  404  404  404  404  404  404  200  404  404
/disputes/days-off/1/take-back/                   302  405  405  405  405  405  405  405  405  405  405  405
/disputes/desk/                                   302  404  404  404  404  404  200  404  404  404  404  404
/disputes/desk/testham/                           302  404  404  404  404  404  200  404  404  404  404  404
/disputes/desk/nowhere/                           302  404  404  404  404  404  404  404  404  404  404  404
/disputes/seen/                                   405  405  405  405  405  405  405  405  405  405  405  405
/disputes/look/                                   302  404  404  404  404  404  404  404  404  200  404  404
/disputes/drafts/{draft}/decision/                302  404  200  200  404  404  404  404  404  404  404  404
/disputes/drafts/{draft}/check/                   302  404  200  200  404  404  404  404  404  404  404  404
/disputes/drafts/{draft}/discard/                 302  404  200  200  404  404  404  404  404  404  404  404
/disputes/nominations/{nomination}/               302  404  404  404  404  404  404  200  404  404  404  404
/disputes/{talks}/                                302  404  200  200  200  404  404  404  404  404  404  404
/disputes/{talks}/go-formal/                      302  404  200  200  403  404  404  404  404  404  404  404
/disputes/{talks}/links/1/end/                     302  405  405  405  405  405  405  405  405  405  405  405
/disputes/{talks}/note/                           302  404  200  200  200  404  404  404  404  404  404  404
/disputes/{asked}/                                302  404  200  200  200  404  200  404  404  404  404  404
/disputes/{asked}/replace/                        302  404  403  403  403  404  200  404  404  404  404  404
/disputes/{mediated}/                             302  404  200  200  200  404  200  200  404  404  404  404
/disputes/{mediated}/mediation-note/              302  404  200  200  200  404  403  200  404  404  404  404
/disputes/{mediated}/mediation/                   302  404  200  200  200  404  404  200  404  404  404  404
/disputes/{mediated}/mediation/joint/             302  404  200  200  200  404  404  200  404  404  404  404
/disputes/{mediated}/mediation/complainant/       302  404  200  200  404  404  404  200  404  404  404  404
/disputes/{mediated}/mediation/respondent/        302  404  404  404  200  404  404  200  404  404  404  404
/disputes/{mediated}/mediation/nowhere/           302  404  404  404  404  404  404  404  404  404  404  404
/disputes/{talks}/mediation/                      302  404  404  404  404  404  404  404  404  404  404  404
/disputes/{mediated}/meetings/{meeting}/reply/    302  405  405  405  405  405  405  405  405  405  405  405
/disputes/{mediated}/meetings/{meeting}/call-off/ 302  404  403  403  404  404  404  200  404  404  404  404
/disputes/{mediated}/meetings/{meeting}/notes/    302  404  403  403  404  404  404  403  404  404  404  404
/disputes/{mediated}/step-down/                   302  404  403  403  403  404  403  200  404  404  404  404
/disputes/{mediated}/hold-session/                302  404  403  403  403  404  403  200  404  404  404  404
/disputes/{mediated}/settle/                      302  404  200  200  403  404  403  403  404  404  404  404
/disputes/{settled}/settlements/1/                302  404  200  200  200  404  404  404  404  404  404  404
/disputes/{settled}/settlements/1.pdf             302  404  202  202  202  404  404  404  404  404  404  404
/disputes/{settled}/remedies/add/                 302  404  200  200  200  404  404  404  404  404  404  404
/disputes/{settled}/remedies/1/                   302  404  200  200  200  404  404  404  404  404  404  404
/disputes/{settled}/remedies/1/done/              302  404  403  403  200  404  404  404  404  404  404  404
/disputes/{settled}/after/                        302  404  200  200  200  404  404  404  404  404  404  404
/disputes/{settled}/after/lesson/                 302  404  200  200  200  404  404  404  404  404  404  404
/disputes/{settled}/after/summary/                302  404  200  200  200  404  404  404  404  404  404  404
/disputes/{settled}/after/lesson/{lesson}/        302  405  405  405  405  405  405  405  405  405  405  405
/disputes/{settled}/after/summary/1/              302  405  405  405  405  405  405  405  405  405  405  405
/disputes/{settled}/after/summary/1/take-back/    302  405  405  405  405  405  405  405  405  405  405  405
/disputes/{offer}/counter-proposal/               302  404  403  403  200  404  404  404  404  404  404  404
/disputes/{offer}/agree/                          302  404  403  403  200  404  404  404  404  404  404  404
/disputes/{resolved}/outcome/                     302  404  403  403  200  404  404  404  404  404  404  404
/compacts/testham/disputes/told/                  200  200  200  200  200  200  200  200  200  200  200  200
/compacts/testham/disputes/lessons/               302  403  403  403  403  200  200  200  200  403  403  403
/compacts/testham/disputes/lessons/{lesson}/take/ 302  403  403  403  403  200  403  403  403  403  403  403
/compacts/testham/disputes/lessons/{lesson}/put-aside/ 302  403  403  403  403  200  403  403  403  403  403  403
/disputes/{mediated}/papers/add/                  302  404  200  200  200  404  403  403  404  404  404  404
/disputes/{mediated}/papers/201/                  302  404  200  200  404  404  404  200  404  404  404  404
/disputes/{mediated}/papers/201/remove/           302  404  200  200  404  404  404  403  404  404  404  404
/disputes/{mediated}/reads/                       302  404  200  200  200  404  403  403  404  404  404  404
/disputes/{mediated}/file/                        302  404  200  200  200  404  200  200  404  404  404  404
/disputes/{mediated}/file.pdf                     302  404  202  202  202  404  202  202  404  404  404  404
/disputes/{mediated}/keeping/                     302  404  200  200  200  404  403  403  404  404  404  404
/disputes/{mediated}/keeping/1/lift/              302  405  405  405  405  405  405  405  405  405  405  405
/disputes/drafts/{draft}/evidence/                302  404  200  200  404  404  404  404  404  404  404  404
/disputes/drafts/{draft}/evidence/1/              302  404  200  200  404  404  404  404  404  404  404  404
/disputes/drafts/{draft}/evidence/1/remove/       302  405  405  405  405  405  405  405  405  405  405  405
/disputes/hold/                                   302  404  404  404  404  404  404  404  404  200  404  404
/compacts/testham/disputes/keeping/               302  403  403  403  403  200  403  403  403  403  403  403
"""
PEOPLE = [
    *("anonymous", "stranger", "complainant", "signatory", "respondent"),
    *("officer", "chair", "mediator", "forum_member", "admin", "other_officer", "approver"),
]
# The pages of a text are the same for the agreement of a town and for an annex of it.
TEXTS = ("/compacts/testham/agreement", "/annexes/complaints")
ROWS = [
    [address.replace("{text}", text).replace("{pending}", f"{{pending{TEXTS.index(text)}}}"), *statuses]
    for address, *statuses in (line.split() for line in TABLE.strip().splitlines() if not line.startswith("#"))
    for text in (TEXTS if "{text}" in address else TEXTS[:1])
]

# Addresses of django-allauth, which has its own tests; ours look at the pages (tests/browser).
OF_ALLAUTH = "account_"


@pytest.fixture
def place(
    town,
    council,
    group,
    complainant,
    signatory,
    respondent,
    officer,
    chair,
    mediator,
    forum_member,
    admin,
    other_officer,
    approver,
):
    """The town with everything in it that the table names; what the table writes in braces."""
    signature = factories.signature(town.current_edition, group, signatory)
    to_sign = SigningRequest.ask(
        edition=town.current_edition, organisation=council, to_name="Cleo Chief", to_email="cleo@x.example", by=officer
    )
    (member,) = SignedMember.sign_for(signature, [council])
    scan = Scan.take(to_sign, b"%PDF-1.7", kind="application/pdf", preview=b"PNG", found="key", by=officer)
    joining = {"app": applying(town).pk, "req": to_sign.key, "named": member.key, "scan": scan.pk}
    action = factories.plan(town, "2026", council, by=officer, agreed=True)
    later = factories.plan(town, "2027", council, by=officer)
    stopped = Action.add(action.plan, by=officer, theme=action.theme, what="Print a poster", lead=council)
    stopped.stop(by=officer, reason="The leaflet does it.")
    EasyRead.write(town.current_edition, body="Promises.", published=True, by=officer, seen=None)
    annex = factories.annex(town, "Complaints")
    pending = [factories.pending_import(text, by=officer) for text in (town.agreement, annex)]
    code = factories.code("Asking")
    drafts = {
        "state": factories.draft(town, "next", by=officer),
        "annex_state": factories.draft_of(annex, "next", by=officer),
        "code_state": factories.draft_of(code.text, "next"),
    }
    out = [factories.consultation(text, by=officer) for text in (town.agreement, annex, code.text)]
    comment = Comment.receive(out[0], words="Well said.", person=complainant)
    adoption = Adoption.adopt(town, code.text.editions.get(slug="first"), how=How.AS_IT_IS, by=officer)
    listening = factories.code("Listening")
    older = Adoption.adopt(town, listening.text.editions.get(), by=officer)
    adapt(town, older.edition, by=officer)
    factories.draft_of(listening.text, "second").publish(by=None)
    amendments(town, group, by=complainant, officer=officer)
    hands = {"complainant": complainant, "respondent": respondent, "chair": chair, "mediator": mediator}
    cases = [steps.raised(town, group, council, by=complainant) for _ in range(6)]
    talks, asked, mediated, settled, offer, resolved = cases
    steps.bring(asked, "awaiting-statement", **hands)
    steps.bring(mediated, "mediating", **hands)
    soon = timezone.now() + timedelta(days=2)
    mediated.hold_session(by=mediator, kind="complainant-room", starts_at=soon, place="Room 4")
    steps.bring(resolved, "resolved", **hands)
    ended = endings(settled, offer, complainant=complainant, respondent=respondent)
    draft = steps.draft(town, group, council, by=complainant)
    for dispute, audience in ((draft, "case"), (mediated, "complainant-room")):
        paper = {"name": "a.txt", "kind": PaperKind.TXT, "data": b"Words", "description": "A letter"}
        add_paper(dispute, **paper, audience=audience, by=complainant)
    states = joining | {name: Clause.history.filter(edition=draft).first().pk for name, draft in drafts.items()}
    redraft = ProcedureDraft.begin(town, by=officer)
    return states | {
        "concern": Concern.log(town, theme="other", words="Not a case", author=complainant).pk,
        "draft": draft.pk,
        "redraft": f"/compacts/{redraft.compact.slug}/disputes/procedure/draft/",
        "nomination": asked.nomination_id,
        "talks": talks.reference,
        "asked": asked.reference,
        "mediated": mediated.reference,
        "meeting": mediated.sessions.get().pk,
        **ended,
        "resolved": resolved.reference,
        "adoption": adoption.pk,
        "older": older.pk,
        "pending0": pending[0].pk,
        "pending1": pending[1].pk,
        "pending_code": factories.pending_import(code.text, by=officer).pk,
        "comment": comment.pk,
        "changed": NewVersion(adoption=older, edition=listening.text.editions.get(slug="second")).changes[0].lineage,
        "stopped": stopped.reference,
        "action": action.reference,
        "theme": action.theme.pk,
        "later": later.reference,
        "signature": signature.pk,
        "certificate": keys.make_own_key()[0].fingerprint,
        "to_sign": to_sign.key,
        "seat": town.forum.seats.first().pk,
        "champion": mediator.pk,
        **of_forum(town, officer=officer, lead=complainant),
        "member": group.memberships.first().pk,
        "name": group.other_names.create(name="The Gardeners").pk,
        "upload": RegisterUpload.objects.create(
            compact=town, file_name="x.csv", columns=["name"], rows=[[2, {"name": "X"}]], made_by=officer
        ).pk,
        "complainant": complainant.pk,
        "grant": complainant.grants.first().pk,
    }


def endings(settled, offer, *, complainant, respondent):
    """A settlement that both signed, with a remedy of the respondent and a lesson; and one that is only offered."""
    remedies = [{"what": "Pay", "owed_by": "respondent", "due_on": str(timezone.localdate())}]
    for case in (settled, offer):
        case.propose(by=complainant, note="The money is paid.", remedies=remedies)
    settled.agree(by=respondent)
    clauses = [citation.clause for citation in settled.citations.all()]
    lesson = Lesson.offer(settled, by=complainant, words="Give notice in writing.", clauses=clauses)
    lesson.answer(by=respondent, says="yes", digest=lesson.digest)
    return {"settled": settled.reference, "offer": offer.reference, "lesson": lesson.pk}


def applying(town):
    """An application that waits for the officer."""
    said = {"name": "New Group", "sector": "vcs", "kind": "group", "person_name": "Nia", "office": "Chair"}
    return Application.receive(town, email="nia@testham.example", confirmed=True, **said)


def of_forum(town, *, officer, lead):
    """A meeting to come, one held, one with confirmed minutes; an election; a working group with a lead."""
    coming, held, confirmed = (meetings.meeting(town, by=officer, days=days) for days in (30, -30, -90))
    for meeting in (confirmed, held):
        meetings.hold(meeting, by=officer)
    confirmed.confirm(by=officer, at=held, on=held.day)
    decision = meetings.decision(held, by=officer)
    group, member, report = meetings.group(town, by=officer, lead=lead)
    election, candidate = meetings.election(town, by=officer)
    return {
        "coming": coming.get_absolute_url(),
        "item": coming.agenda.first().pk,
        "paper": meetings.paper(coming, by=officer, open_to="forum").pk,
        "open_paper": meetings.paper(coming, by=officer).pk,
        "held": held.get_absolute_url(),
        "confirmed": confirmed.get_absolute_url(),
        "confirmed_item": confirmed.agenda.first().pk,
        "decision": decision.reference,
        "working_group": group.get_absolute_url(),
        "group_member": member.pk,
        "report": report.pk,
        "election": election.get_absolute_url(),
        "candidate": candidate.pk,
    }


def amendments(town, group, *, by, officer):
    """Amendment 1 waits, 2 is a draft, 3 is accepted."""
    clause = town.current_edition.clauses.select_related("edition__text__compact").get(number="3.1")
    words = {"what": What.CHANGE, "body": "We ask early.", "reason": "Short"}
    waits, _draft, agreed = (Amendment.propose(clause, group, by=by, **words) for _ in range(3))
    for amendment in (waits, agreed):
        amendment.submit(by=by)
    agreed.decide(Amending.ACCEPT, by=officer, on=timezone.localdate(), review="Annual Review")


# Rules know no database, so PostgreSQL is asked for every address by three people only: nobody, the group, the officer.
ON_BOTH = {"anonymous", "complainant", "officer"}
EVERYBODY = [who if who in ON_BOTH else pytest.param(who, marks=pytest.mark.sqlite) for who in PEOPLE]


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_what_the_table_says(who, place, client_of, request):
    browser = client_of(request.getfixturevalue(who))
    wrong = []
    for address, *statuses in ROWS:
        path, expected = address.format(**place), int(statuses[PEOPLE.index(who)])
        response = browser.get(path)
        status = response.status_code
        response.getvalue()  # A file is closed once it is read.
        if status != expected:
            wrong.append(f"{path} answers {status}, not {expected}")
        # Who may not see a form may not send it either.
        elif expected in {403, 404} and (sent := browser.post(path, {}).status_code) != expected:
            wrong.append(f"a form sent to {path} is answered {sent}, not {expected}")
    assert not wrong, "; ".join(wrong)


def names(resolver, space=""):
    """The name of every URL below a resolver."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def test_every_url_is_in_the_table(place):
    known = {resolve(path.format(**place)).view_name for path, *_ in ROWS}
    assert {name for name in names(get_resolver()) if not name.startswith(OF_ALLAUTH)} - known == set()


def test_every_row_of_the_table_is_whole():
    assert [row for row in ROWS if len(row) != 1 + len(PEOPLE)] == []
