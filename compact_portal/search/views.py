"""The search pages: of the whole portal, and of one Compact."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from codes import citations
from compact_portal.compacts.models import Compact, Text
from compact_portal.compacts.searching import find, terms
from compact_portal.search.forms import SearchForm

ON_A_PAGE = 20
MOST_NAMED = 5


def search(request, slug=None):
    """Clauses by their words or their citation, with the Compacts and codes of that name."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user), slug=slug) if slug else None
    form = SearchForm(request.GET, user=request.user, within=compact)
    words = form.asked()["q"]
    cited = citations.find(words, request.user, compact or chosen(form)) if words else []
    found, all_words = find(words, form.editions_for(request.user), or_any=not cited, **form.of_clauses())
    context = {
        "compact": compact,
        "filters": form,
        "words": words,
        "cited": cited,
        "named": named(words, compact, request.user),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "all_words": all_words,
        "understood": bool(terms(words)),
        "narrowed": any(form.asked()[name] for name in form.fields if name not in {"q", "editions"}),
        "every_time": form.asked()["editions"] == "all",
    }
    return render(request, "search/search.html", context)


def chosen(form: SearchForm) -> Compact | None:
    """The Compact that the filters name."""
    slug = form.asked().get("compact")
    return Compact.objects.filter(slug=slug).first() if slug else None


def named(words: str, compact: Compact | None, user) -> list:
    """The Compacts of a place, and the codes, whose names have the words asked for."""
    if len(words) < 3 or compact:
        return []
    compacts = Compact.objects.visible_to(user).covering(words)[:MOST_NAMED]
    codes = Text.objects.visible_to(user).filter(kind="code", title__icontains=words)[:MOST_NAMED]
    return [*compacts, *codes]
