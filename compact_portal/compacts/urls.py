"""Addresses of the compacts pages."""

from django.urls import path, register_converter

from compact_portal.compacts.exporting.gathering import FORMATS
from compact_portal.compacts.views import (
    agreeing,
    arranging,
    beginning,
    comparing,
    consulting,
    exporting,
    finding,
    history,
    importing,
    lineage,
    printing,
    publishing,
    reading,
    redrafting,
    translating,
    writing,
)


class NumberConverter:
    """The number of a clause in an address: 4.3, glossary.4."""

    regex = "[a-z0-9]+(?:[.-][a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """Return the number as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number as it is."""
        return value


register_converter(NumberConverter, "number")


def pages_of_agreeing(one: str, more: dict) -> list:
    """The addresses of an edition on its way from a draft to its end."""
    return [
        path(f"{one}published/", publishing.published, more, name="published"),
        path(f"{one}together/", publishing.together, more, name="together"),
        path(f"{one}dates/", publishing.dates, more, name="dates"),
        path(f"{one}lapse/", publishing.lapse, more, name="lapse"),
        path(f"{one}approval/", agreeing.approval, more, name="approval"),
        path(f"{one}approval/ask/", agreeing.ask, more, name="ask_for_approval"),
        path(f"{one}approval/approve/", agreeing.approve, more, name="approve"),
        path(f"{one}approval/take-back/", agreeing.take_back, more, name="take_back_approval"),
    ]


def pages_of_consulting(out: str, more: dict) -> list:
    """The addresses of the consultations on an edition."""
    one = f"{out}<int:nth>/"
    return [
        path(out, consulting.consultations, more, name="consultations"),
        path(f"{out}plan/", consulting.plan, more, name="plan_consultation"),
        path(one, consulting.consultation, more, name="consultation"),
        path(f"{one}comment/", consulting.comment, more, name="comment"),
        path(f"{one}comment/<number:number>/", consulting.comment, more, name="comment_on_clause"),
        path(f"{one}sent/", consulting.comment_sent, more, name="comment_sent"),
        path(f"{one}thanks/", consulting.comment_sent, {**more, "confirmed": True}, name="comment_received"),
        path(f"{one}confirm/<int:comment>/<str:token>/", consulting.confirm_comment, more, name="confirm_comment"),
        path(f"{one}comments/", consulting.comments, more, name="comments"),
        path(f"{one}comments/answer/", consulting.answer_comments, more, name="answer_comments"),
        path(f"{one}comments/<int:comment>/no-name/", consulting.take_name_away, more, name="take_name_away"),
        path(f"{one}comments.csv", consulting.comments_csv, more, name="comments_csv"),
        path(f"{one}move/", consulting.move_closing, more, name="move_closing"),
        path(f"{one}end/", consulting.end_consultation, more, name="end_consultation"),
        path(f"{one}summary/", consulting.summarise, more, name="summarise"),
        path(f"{one}you-said-we-did/", consulting.you_said, more, name="you_said"),
    ]


def pages_of_a_text(before: str, under: str = "") -> list:
    """The addresses of a text's editions and clauses: the same for agreements and for codes of practice."""
    more = {"under": under}
    one = f"{before}<slug:edition>/"
    files = [
        path(f"{one[:-1]}.{ending}", exporting.download, {**more, "ending": ending}, name=f"edition_{ending}")
        for ending in FORMATS
    ]
    if under:  # The PDF of an agreement has its signatures, of which only the app above knows.
        files.append(path(f"{one[:-1]}.pdf", printing.document, more, name="edition_pdf"))
    return [
        path(f"{before}editions/", reading.editions, more, name="editions"),
        path(f"{before}begin/", beginning.begin, more, name="begin"),
        path(f"{before}import/", importing.import_text, more, name="import"),
        path(f"{before}import/<int:pending>/", arranging.pending, more, name="pending"),
        path(f"{before}import/<int:pending>/accept/", arranging.accept, more, name="accept_pending"),
        path(f"{before}import/<int:pending>/undo/", arranging.undo, more, name="undo_pending"),
        path(f"{before}import/<int:pending>/discard/", arranging.discard, more, name="discard_pending"),
        path(f"{before}import/<int:pending>/<int:row>/", arranging.pending_row, more, name="pending_row"),
        *files,
        path(one, reading.edition, more, name="edition"),
        path(f"{one}edit/", writing.edit, more, name="edit"),
        path(f"{one}add/", writing.add_clause, more, name="add"),
        path(f"{one}move/", redrafting.move_clause, more, name="move"),
        path(f"{one}publish/", publishing.publish, more, name="publish"),
        path(f"{one}compare/", comparing.choose, more, name="choose_comparison"),
        path(f"{one}compare/<slug:other>/", comparing.compare, more, name="compare"),
        *pages_of_agreeing(one, more),
        *pages_of_consulting(f"{one}consultation/", more),
        path(f"{one}lineage/", lineage.lineage, more, name="lineage"),
        path(f"{one}<number:number>/lineage/", lineage.mend, more, name="mend_lineage"),
        path(f"{one}renumber/", redrafting.renumber, more, name="renumber"),
        path(f"{one}history/<int:state>/", writing.go_back, more, name="go_back"),
        path(f"{one}history/", history.edition_history, more, name="history"),
        path(f"{one}welsh/", translating.welsh, more, name="welsh"),
        path(f"{one}easy-read/", translating.easy_read, more, name="easy_read"),
        path(f"{one}easy-read/edit/", translating.write_easy_read, more, name="write_easy_read"),
        path(f"{one}<number:number>/", reading.clause, more, name="clause"),
        path(f"{one}<number:number>/edit/", writing.edit_clause, more, name="edit_clause"),
        path(f"{one}<number:number>/move/", redrafting.place_clause, more, name="place_clause"),
        path(f"{one}<number:number>/split/", redrafting.split_clause, more, name="split_clause"),
        path(f"{one}<number:number>/merge/", redrafting.merge_clause, more, name="merge_clause"),
        path(f"{one}<number:number>/delete/", writing.delete_clause, more, name="delete_clause"),
        path(f"{one}<number:number>/welsh/", translating.write_welsh, more, name="write_welsh"),
        path(f"{one}<number:number>/history/", history.clause_history, more, name="clause_history"),
    ]


app_name = "compacts"
urlpatterns = [
    path("compacts/", finding.directory, name="directory"),
    path("compacts.csv", finding.directory_csv, name="directory_csv"),
    path("compacts.json", finding.directory_json, name="directory_json"),
    path("compacts/edition.schema.json", exporting.edition_schema, name="edition_schema"),
    path("compacts/<slug:slug>/logo.png", exporting.logo, name="logo"),
    path("compacts/<slug:slug>/agreement/", reading.agreement, name="agreement"),
    *pages_of_a_text("compacts/<slug:slug>/agreement/"),
    path("compacts/<slug:slug>/annexes/add/", publishing.add_annex, name="add_annex"),
]

annexes = (
    [
        path("annexes/<slug:slug>/", reading.annex, name="annex"),
        *pages_of_a_text("annexes/<slug:slug>/", under="annexes/"),
    ],
    "annexes",
)
