"""Addresses of the disputes pages."""

from django.urls import path, register_converter

from disputes.views import (
    afterwards,
    cases,
    concerns,
    days,
    desk,
    drafting,
    ending,
    figures,
    guide,
    keeping,
    looking,
    papers,
    public,
    raising,
    rooms,
)
from disputes.words import Action

# Raising has its own pages, and so has the reply of the person asked to mediate.
ELSEWHERE = {Action.RAISE, Action.DECLARE, Action.DECLINE}


class ReferenceConverter:
    """DERBY-2026-0001: place, year and number."""

    regex = "[A-Z0-9][A-Z0-9-]*-[0-9]{4}-[0-9]{4,}"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    to_url = to_python


class ActionConverter:
    """A step of the procedure, so that any other word is 404."""

    regex = "|".join(sorted((action.value for action in Action if action not in ELSEWHERE), key=len, reverse=True))

    def to_python(self, value: str) -> Action:
        """Return the step."""
        return Action(value)

    def to_url(self, value: str) -> str:
        """Return its word."""
        return Action(value).value


register_converter(ReferenceConverter, "dispute")
register_converter(ActionConverter, "step")

app_name = "disputes"
CASE = "disputes/<dispute:reference>/"
DRAFT = "compacts/<slug:slug>/disputes/procedure/draft/"  # Of the next version of the procedure.
urlpatterns = [
    path("compacts/<slug:slug>/disputes/", public.settled_here, name="compact"),
    path("compacts/<slug:slug>/disputes/figures/", figures.page, name="figures"),
    path("compacts/<slug:slug>/disputes/figures.csv", figures.as_csv, name="figures_csv"),
    path("compacts/<slug:slug>/disputes/figures.json", figures.as_json, name="figures_json"),
    path("compacts/<slug:slug>/disputes/told/", afterwards.told, name="told"),
    path("compacts/<slug:slug>/disputes/lessons/", afterwards.offered, name="lessons"),
    path("compacts/<slug:slug>/disputes/lessons/<int:pk>/take/", afterwards.take, name="take_lesson"),
    path("compacts/<slug:slug>/disputes/lessons/<int:pk>/put-aside/", afterwards.put_aside, name="put_lesson_aside"),
    path("compacts/<slug:slug>/disputes/days-off/", days.days, name="days"),
    path("compacts/<slug:slug>/disputes/days-off/move/", days.move, name="move-clocks"),
    path("compacts/<slug:slug>/disputes/raise/", raising.begin, name="raise"),
    path("compacts/<slug:slug>/disputes/raise/for/", raising.for_another, name="raise_for"),
    path("compacts/<slug:slug>/disputes/raise/against/", raising.against, name="against"),
    path("compacts/<slug:slug>/disputes/talk-first/", guide.talk_first, name="talk_first"),
    path("compacts/<slug:slug>/disputes/talk-first/letter.txt", guide.letter, name="letter"),
    path("compacts/<slug:slug>/disputes/concern/", concerns.log, name="log_concern"),
    path("compacts/<slug:slug>/disputes/concern/logged/", concerns.logged, name="concern_logged"),
    path("disputes/concerns/", concerns.mine, name="concerns"),
    path("disputes/concerns/<int:pk>/", concerns.concern, name="concern"),
    path("disputes/concerns/<int:pk>/share/", concerns.share, name="share_concern"),
    path("disputes/concerns/<int:pk>/take-back/", concerns.take_back, name="take_back_concern"),
    path("compacts/<slug:slug>/disputes/procedure/<int:number>/", drafting.version, name="procedure"),
    path(DRAFT, drafting.draft, name="procedure_draft"),
    path(f"{DRAFT}steps/add/", drafting.add_stage, name="procedure_stage_add"),
    path(f"{DRAFT}steps/<slug:key>/", drafting.edit_stage, name="procedure_stage"),
    path(f"{DRAFT}steps/<slug:key>/up/", drafting.move_stage, {"places": -1}, name="procedure_up"),
    path(f"{DRAFT}steps/<slug:key>/down/", drafting.move_stage, {"places": 1}, name="procedure_down"),
    path(f"{DRAFT}steps/<slug:key>/remove/", drafting.remove_stage, name="procedure_remove"),
    path(f"{DRAFT}steps/<slug:key>/routes/add/", drafting.add_route, name="procedure_route_add"),
    path(f"{DRAFT}steps/<slug:key>/routes/<slug:route>/", drafting.edit_route, name="procedure_route"),
    path(f"{DRAFT}steps/<slug:key>/routes/<slug:route>/remove/", drafting.remove_route, name="procedure_route_remove"),
    path(f"{DRAFT}over-all/", drafting.over_all, name="procedure_over_all"),
    path(f"{DRAFT}undo/", drafting.undo, name="procedure_undo"),
    path(f"{DRAFT}discard/", drafting.discard, name="procedure_discard"),
    path(f"{DRAFT}adopt/", drafting.adopt, name="procedure_adopt"),
    path("disputes/", cases.mine, name="mine"),
    path("disputes/days-off/", days.national_days, name="national-days"),
    path("disputes/days-off/<int:pk>/take-back/", days.take_back, name="take-day-back"),
    path("disputes/desk/", desk.desk, name="desk"),
    path("disputes/seen/", cases.seen, name="seen"),
    path("disputes/desk/<slug:slug>/", desk.roster, name="roster"),
    path("disputes/look/", looking.look, name="look"),
    path("disputes/drafts/<int:pk>/", raising.overview, name="overview"),
    path("disputes/drafts/<int:pk>/against/", raising.against_whom, name="against_whom"),
    path("disputes/hold/", keeping.hold, name="hold"),
    path("compacts/<slug:slug>/disputes/keeping/", keeping.years, name="years"),
    path("disputes/drafts/<int:pk>/discard/", raising.discard, name="discard"),
    path("disputes/drafts/<int:pk>/check/", raising.check, name="check"),
    path("disputes/drafts/<int:pk>/evidence/", papers.draft_papers, name="draft_papers"),
    path("disputes/drafts/<int:pk>/evidence/<int:number>/", papers.draft_paper, name="draft_paper"),
    path(
        "disputes/drafts/<int:pk>/evidence/<int:number>/remove/", papers.remove_draft_paper, name="remove_draft_paper"
    ),
    path("disputes/drafts/<int:pk>/<slug:page>/", raising.draft, name="draft"),
    path("disputes/nominations/<int:pk>/", desk.nomination, name="nomination"),
    path("disputes/<dispute:reference>/", cases.case, name="case"),
    path("disputes/<dispute:reference>/links/<int:pk>/end/", cases.unlink, name="unlink"),
    path("disputes/<dispute:reference>/papers/add/", papers.add_paper, name="add_paper"),
    path("disputes/<dispute:reference>/papers/<int:number>/", papers.paper, name="paper"),
    path("disputes/<dispute:reference>/papers/<int:number>/remove/", papers.remove_paper, name="remove_paper"),
    path("disputes/<dispute:reference>/reads/", papers.reads, name="reads"),
    path("disputes/<dispute:reference>/file/", papers.case_file, name="file"),
    path("disputes/<dispute:reference>/file.<slug:form>", papers.whole, name="whole"),
    path("disputes/<dispute:reference>/keeping/", keeping.keeping, name="keeping"),
    path("disputes/<dispute:reference>/keeping/<int:pk>/lift/", keeping.lift, name="lift"),
    path("disputes/<dispute:reference>/mediation/", rooms.mediation, name="mediation"),
    path("disputes/<dispute:reference>/mediation/<slug:word>/", rooms.room, name="room"),
    path("disputes/<dispute:reference>/meetings/<int:pk>/reply/", rooms.answer_session, name="answer_session"),
    path("disputes/<dispute:reference>/meetings/<int:pk>/call-off/", rooms.call_off_session, name="call_off_session"),
    path("disputes/<dispute:reference>/meetings/<int:pk>/notes/", rooms.note_session, name="note_session"),
    path("disputes/<dispute:reference>/<step:action>/", cases.act, name="act"),
    path(CASE + "settlements/<int:number>/", ending.settlement, name="settlement"),
    path(CASE + "settlements/<int:number>.pdf", ending.settlement_pdf, name="settlement_pdf"),
    path(CASE + "counter-proposal/", ending.counter, name="counter"),
    path(CASE + "outcome/", ending.view, name="view"),
    path(CASE + "remedies/add/", ending.promise, name="promise"),
    path(CASE + "remedies/<int:number>/", ending.remedy, name="remedy"),
    path(CASE + "remedies/<int:number>/<slug:verb>/", ending.remedy_step, name="remedy_step"),
    path(CASE + "after/", afterwards.after, name="after"),
    path(CASE + "after/lesson/", afterwards.write, {"what": "lesson"}, name="offer_lesson"),
    path(CASE + "after/summary/", afterwards.write, {"what": "summary"}, name="write_summary"),
    path(CASE + "after/lesson/<int:pk>/", afterwards.answer, {"what": "lesson"}, name="answer_lesson"),
    path(CASE + "after/summary/<int:pk>/", afterwards.answer, {"what": "summary"}, name="answer_summary"),
    path(CASE + "after/summary/<int:pk>/take-back/", afterwards.take_back, name="take_summary_back"),
]
