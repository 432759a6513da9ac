"""What waits for a person, and for others on their behalf, gathered from all the apps; and where they can go."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import CharField, Count, DateField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.models import Action, ActionPlan
from codes.models.version import awaiting
from compact_portal import access
from compact_portal.compacts import agreeing
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.pdf import expiry
from compact_portal.printing import RenderState
from disputes import standing
from disputes.models import Dispute
from disputes.models.case import ENDED_VALUES
from disputes.reading import endings, lists
from disputes.reading.news import News, news_for
from disputes.words import State
from signatories.joining import for_officers, with_joining
from signatories.models import Amendment, Membership, Organisation, Signature, SignedAgreement, SigningRequest
from signatories.models.signature import BODY
from signatories.procedure import AGREED
from signatories.procedure import OPEN as AMENDMENT_OPEN
from signatories.waiting import of_forums, with_forums

# How many of a kind the dashboard shows; the lists of the apps show all.
AT_MOST = 20
SOON = timedelta(days=30)  # A term that ends within it is said to end.


@dataclass(frozen=True)
class Item:
    """One thing that waits: a link, what to do in words, and the last day for it where there is one."""

    title: str
    href: str
    words: str
    due_on: date | None = None
    sorts_on: date | None = None  # Where the words name the date already.

    @property
    def place(self) -> tuple[bool, date]:
        """Where it stands in a list by date: what has none comes last."""
        day = self.due_on or self.sorts_on
        return day is None, day or date.max

    @property
    def is_late(self) -> bool:
        """Whether the last day is over."""
        return self.due_on is not None and self.due_on < timezone.localdate()


@dataclass
class Waiting:
    """A person's dashboard."""

    for_you: list[Item] = field(default_factory=list)
    for_others: list[Item] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    shortcuts: list[tuple[str, str]] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)


def gather(user, acting_for: Organisation | None = None) -> Waiting:
    """Gather the dashboard of a person: what waits for them by date, what they wait for, where they can go.

    `acting_for` leaves out what waits for their other organisations.
    """
    every = organisations_of(user)
    organisations = [pair for pair in every if acting_for in (None, pair[0])]
    others = [organisation for organisation, _rights in every if acting_for not in (None, organisation)]
    held = access.held(user, Compact)
    compacts = [(compact, held[compact.pk]) for compact in compacts_of(held, user)]
    chaired = standing.chaired_by(user)
    visible = Dispute.objects.visible_to(user, chaired=chaired)
    disputes = open_disputes(user, visible, chaired, without=others)
    for_you = [item for item, mine in disputes if mine]
    signing = list(to_sign(organisations))
    for_you += [*(item for item, mine in signing if mine), *looked_after(compacts)]
    for_you += [Item(*waits) for waits in of_forums(compacts)]
    if user.is_administrator:
        for_you += seals()
    texts = list(texts_under_way(compacts))
    for_you += [item for item, mine in texts if mine]
    amendments: list[tuple[Item, bool]] = []
    remedies: list[tuple[Item, bool]] = []
    if organisations:
        for_you += wanting_news(user, acting_for)
        for_you += leaving([organisation for organisation, _rights in organisations])
        remedies = list(owed_remedies(user, without=others))
        for_you += [item for item, mine in remedies if mine]
        amendments = list(own_amendments([organisation for organisation, _rights in organisations]))
        for_you += [item for item, mine in amendments if mine]
    return Waiting(
        for_you=sorted(for_you, key=attrgetter("place")),
        for_others=sorted(
            (item for item, mine in [*disputes, *amendments, *texts, *signing, *remedies] if not mine),
            key=attrgetter("place"),
        ),
        news=news_for(user, visible),
        shortcuts=list(dict.fromkeys(shortcuts(user, compacts, [organisation for organisation, _r in organisations]))),
        organisations=[organisation for organisation, _rights in every],
    )


def owed_remedies(user, *, without: list[Organisation]) -> Iterator[tuple[Item, bool]]:
    """The remedies that are overdue, due soon or said to be done, each with whether it is this side's turn."""
    left_out = {organisation.pk for organisation in without}
    for row in endings.owed_by_lists(user):
        remedy = row["remedy"]
        dispute = remedy.dispute
        if left_out & {dispute.complainant_id, dispute.respondent_id}:
            continue
        title = _("%(reference)s, remedy %(number)s") % {"reference": dispute.reference, "number": remedy.number}
        day = remedy.due_on if row["yours"] and remedy.done_on is None else None
        words = row["to_do"] if row["yours"] else f"{row['standing']}."
        yield Item(title, remedy.get_absolute_url(), words, day), row["yours"]


def seals() -> Iterator[Item]:
    """What an administrator must know of the sealing of agreements: certificates that end, agreements not sealed."""
    for certificate, days in expiry.ending():
        last_day = timezone.localdate(certificate.not_after)
        words = _("Its certificate ends. Have another one ready, or nothing can be sealed.")
        words = expiry.sentence(certificate, days) if certificate.has_expired else words
        yield Item(_("The seal"), reverse("signatories:certificates"), words, last_day)
    failed = SignedAgreement.objects.filter(state=RenderState.FAILED).select_related("edition__text__compact")
    for agreement in failed[:AT_MOST]:
        edition = agreement.edition
        address = reverse("signatories:issues", args=[edition.text.slug, edition.slug])
        yield Item(str(edition), address, _("Its PDF could not be made. %(reason)s") % {"reason": agreement.reason})


def compacts_of(held: dict[int, set[str]], user):
    """The Compacts on which a person holds rights; of those they keep, how many organisations nobody acts for now."""
    if not held:
        return []
    found = with_forums(Compact.objects.filter(pk__in=held), user)
    if not any("change_compact" in rights for rights in held.values()):
        return found
    left = Organisation.objects.left_by_all().filter(compacts=OuterRef("pk")).order_by()
    number = left.values("compacts").annotate(number=Count("pk", distinct=True)).values("number")
    return with_joining(found.annotate(left_alone=Coalesce(Subquery(number), 0)))


def organisations_of(user) -> list[tuple[Organisation, set[str]]]:
    """The organisations that a person acts for, each with what they may do for it."""
    held = {key: rights for key, rights in access.held(user, Organisation).items() if "act_for" in rights}
    if not held:
        return []
    soon = timezone.localdate() + SOON
    going = Membership.objects.in_term().filter(Q(ends_on__lte=soon) | Q(person__is_active=False))
    leaves = Exists(going.filter(organisation=OuterRef("pk")))
    found = Organisation.objects.filter(pk__in=held).annotate(somebody_leaves=leaves).prefetch_related("compacts")
    return [(organisation, held[organisation.pk]) for organisation in found]


def open_disputes(user, visible, chaired, *, without: list[Organisation]) -> list[tuple[Item, bool]]:
    """The open disputes in which a person takes part, each with whether it is their turn; not those of some bodies.

    Those visible to them, and those in which they are asked to mediate, of which they see a summary.
    """
    asked = Q(nomination__person=user, state=State.AWAITING_STATEMENT)
    found = (
        Dispute.objects.filter(asked | Q(pk__in=visible.values("pk"))).waiting_for(user, chaired=chaired).with_parties()
    )
    if without:
        keys = [organisation.pk for organisation in without]
        records = Organisation.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).values("pk")
        found = found.exclude(complainant__in=records).exclude(respondent__in=records)
    found = found.exclude(state__in=ENDED_VALUES).order_by("-waits", F("due_on").asc(nulls_last=True), "-pk")
    disputes = list(found[:AT_MOST])
    asking = [dispute for dispute in disputes if is_asked(dispute, user)]
    rows = lists.rows([dispute for dispute in disputes if dispute not in asking], user)
    return [(request_item(dispute), True) for dispute in asking] + [(dispute_item(row), row["waits"]) for row in rows]


def is_asked(dispute: Dispute, user) -> bool:
    """Whether a person is asked to mediate in a dispute, and has not answered."""
    nomination = dispute.nomination
    return bool(dispute.state == State.AWAITING_STATEMENT and nomination and nomination.person_id == user.pk)


def request_item(dispute: Dispute) -> Item:
    """A request to mediate; it names nobody."""
    words = _("You have been asked to mediate. Say whether you can, and whether anything binds you.")
    return Item(_("A request to mediate"), dispute.nomination.get_absolute_url(), words, dispute.due_on)


def dispute_item(row) -> Item:
    """A dispute as the dashboard shows it; its sentence names the date already."""
    dispute = row["dispute"]
    if dispute.state == State.DRAFT:
        title = _("Your draft of a dispute with %(other)s") % {"other": dispute.respondent}
    else:
        between = row["between"] or _("dispute with %(other)s") % {"other": row["other"]}
        title = f"{dispute.reference}, {between}"
    return Item(title, dispute.get_absolute_url(), row["turn"], sorts_on=dispute.due_on)


def to_sign(held) -> Iterator[tuple[Item, bool]]:
    """The editions that a person can sign for an organisation, and that it has not signed: with the day, where asked.

    Those that it signed and that wait for a witness wait for others.
    """
    can_sign = [organisation for organisation, rights in held if "sign_for" in rights]
    if not can_sign:
        return
    compacts = {compact.pk for organisation in can_sign for compact in organisation.compacts.all()}
    editions = Edition.objects.filter(
        text__compact__in=compacts,
        text__kind="agreement",
        state__in=[EditionState.AGREED, EditionState.IN_FORCE],
    ).select_related("text__compact")
    signed, asked = signed_and_asked(can_sign, editions)
    for edition in filter(attrgetter("open_for_signing"), editions):
        compact = edition.text.compact
        for organisation in can_sign:
            number, waits = signed.get((edition.pk, organisation.pk), (0, False))
            if waits:
                words = _("Signed for %(organisation)s. It waits for the witness.") % {"organisation": organisation}
                yield (
                    Item(str(edition), reverse("signatories:look_after_witness", args=[compact.slug, number]), words),
                    False,
                )
            elif not number and compact in organisation.compacts.all():
                key, last_day = asked.get((edition.pk, organisation.pk), ("", None))
                words = _("%(organisation)s has not signed the edition “%(label)s”.") % {
                    "organisation": organisation,
                    "label": edition.label,
                }
                title = _("Sign the %(compact)s") % {"compact": compact}
                if key:
                    yield Item(title, reverse("signatories:request_begin", args=[key]), words, last_day), True
                else:
                    address = f"{compact.get_absolute_url()}signatories/sign/"
                    yield Item(title, address, words, edition.signing_closes_on), True


def signed_and_asked(organisations, editions) -> tuple[dict, dict]:
    """What some organisations have signed, and what they are asked to: by edition and organisation. One query.

    A signature is its number and whether it waits for a witness; a request its key and its last day.
    """
    there = Signature.objects.standing() | Signature.objects.filter(awaits_witness=True, withdrawn_on=None)
    there = there.annotate(body=BODY, key=Value("", CharField()), last_day=Value(None, DateField()))
    wanted = SigningRequest.objects.open().annotate(body=BODY, number=Value(0), waits=Value(False))
    which = {"body__in": [organisation.pk for organisation in organisations], "edition__in": editions}
    signatures = (
        there.filter(**which).order_by().values_list("edition", "body", "pk", "awaits_witness", "key", "last_day")
    )
    requests = wanted.filter(**which).order_by().values_list("edition", "body", "number", "waits", "key", "lapses_on")
    signed, asked = {}, {}
    for edition, body, number, waits, key, last_day in signatures.union(requests):
        if key:
            asked[edition, body] = (key, last_day)
        else:
            signed[edition, body] = (number, waits)
    return signed, asked


def leaving(organisations) -> Iterator[Item]:
    """The organisations of which somebody's term ends within 30 days, or account is closed: others take over."""
    for organisation in organisations:
        if organisation.somebody_leaves:
            yield Item(
                _("Somebody leaves %(organisation)s") % {"organisation": organisation},
                reverse("signatories:people", args=[organisation.slug]),
                _("A term ends soon, or an account is closed. See what is open, and hand it to a colleague."),
            )


def left_alone(compacts) -> Iterator[Item]:
    """The organisations of an officer's Compacts that somebody acted for, and nobody does now."""
    for compact in compacts:
        if compact.left_alone:
            words = ngettext(
                "Nobody acts any more for %(n)s organisation. Ask it who does, and invite that person.",
                "Nobody acts any more for %(n)s organisations. Ask them who does, and invite those people.",
                compact.left_alone,
            )
            yield Item(
                _("Organisations of the %(compact)s") % {"compact": compact},
                f"{compact.get_absolute_url()}organisations/?people=left",
                words % {"n": compact.left_alone},
            )


def wanting_news(user, acting_for: Organisation | None = None) -> Iterator[Item]:
    """The actions led by a person's organisations that are late, or of which nothing was heard for long."""
    actions = Action.objects.led_for_by(user).wanting_news().select_related("plan__compact")
    if acting_for:
        actions = actions.filter(Q(lead=acting_for) | Q(joint_lead=acting_for))
    for action in actions.order_by("due_on")[:AT_MOST]:
        words = (
            _("Say how it stands.")
            if action.is_overdue
            else _("Nothing was heard of it for 90 days. Say how it stands.")
        )
        yield Item(f"{action.reference}, {action.what}", action.get_absolute_url(), words, action.due_on)


def texts_under_way(held) -> Iterator[tuple[Item, bool]]:
    """What the texts of a person's Compacts wait for, each with whether it is this person's turn. One query."""
    approving = {
        compact.pk: {sector for sector in Sector if f"approve_for_{sector.value}" in rights} for compact, rights in held
    }
    kept = {compact.pk for compact, rights in held if "change_compact" in rights}
    concerned = [key for key in approving if approving[key] or key in kept]
    for text in agreeing.under_way(concerned)[:AT_MOST] if concerned else []:
        if text.wants_approval and approving[text.edition.text.compact_id] & set(text.missing):
            words = _("Read it, see what changed since the edition before, and approve it.")
            address = f"{text.edition.get_absolute_url()}approval/"
            yield Item(_("Approve %(edition)s") % {"edition": text.edition}, address, words), True
        if text.edition.text.compact_id in kept:
            yield from text_to_keep(text)


def text_to_keep(text: agreeing.UnderWay) -> Iterator[tuple[Item, bool]]:
    """What an officer does next about an edition, or waits for."""
    edition, address = text.edition, text.edition.get_absolute_url()
    out = f"{address}consultation/{text.out_number}/"
    title = _("Consultation on %(edition)s") % {"edition": edition}
    if text.waiting:
        words = ngettext(
            "%(count)d comment waits to be published or not.",
            "%(count)d comments wait to be published or not.",
            text.waiting,
        )
        yield Item(title, f"{out}comments/", words % {"count": text.waiting}), True
    if text.out_is_open:
        yield Item(title, out, _("People can comment."), text.out_closes_on), False
    elif text.unanswered:
        count = text.unanswered
        words = ngettext("%(count)d comment has no answer.", "%(count)d comments have no answer.", count)
        yield Item(title, f"{out}comments/?list=published", words % {"count": count}), True
    elif edition.state == EditionState.CONSULTATION and not text.asked:
        words = _("It has closed. Say what came of it, then take the text back to draft or on to approval.")
        yield Item(title, out, words), True
    if text.wants_approval and text.missing:
        sectors = ", ".join(str(sector.label).lower() for sector in text.missing)
        waits = _("It waits for approval by: %(sectors)s.") % {"sectors": sectors}
        yield Item(_("Approval of %(edition)s") % {"edition": edition}, f"{address}approval/", waits), False
    elif text.wants_approval:
        done = _("Both sectors have approved it. You can publish it.")
        yield Item(_("Publish %(edition)s") % {"edition": edition}, f"{address}approval/", done), True
    elif edition.state == EditionState.DRAFT:
        draft = _("%(text)s: the draft “%(label)s”") % {"text": edition.text, "label": edition.label}
        yield Item(draft, address, _("Mend it, put it out to consultation, ask for approval, and publish it.")), True


def looked_after(held) -> Iterator[Item]:
    """What an officer's Compacts wait for beside their texts: the year's plan, silent actions, the Annual Review."""
    compacts = [compact for compact, rights in held if "change_compact" in rights]
    if not compacts:
        return
    yield from newer_codes(compacts)
    yield from amendments_to_keep(compacts)
    yield from plans_to_keep(compacts)
    yield from left_alone(compacts)
    for title, href, words in for_officers(compacts):
        yield Item(title, href, words)
    soon = timezone.localdate() + timedelta(weeks=8)
    for compact in compacts:
        if compact.next_review_on and compact.next_review_on <= soon:
            yield Item(
                _("Annual Review of the %(compact)s") % {"compact": compact},
                compact.get_absolute_url(),
                _("Once it is held, note its date and the next one."),
                compact.next_review_on,
            )


def amendments_to_keep(compacts) -> Iterator[Item]:
    """The amendments that wait for the Annual Review of an officer's Compacts, and those to be put into a draft."""
    rows = Amendment.objects.filter(Q(state__in=sorted(AMENDMENT_OPEN)) | Q(state__in=sorted(AGREED), draft=None))
    found = list(rows.filter(compact__in=compacts).values_list("compact", "state"))
    for compact in compacts:
        states = Counter(state in AMENDMENT_OPEN for key, state in found if key == compact.pk)
        address = f"{compact.get_absolute_url()}amendments/"
        if waiting := states[True]:
            words = ngettext(
                "%(n)s amendment waits for the Annual Review. Record what it decides.",
                "%(n)s amendments wait for the Annual Review. Record what it decides.",
                waiting,
            )
            title = _("Amendments to the %(compact)s") % {"compact": compact}
            yield Item(title, f"{address}?state=waiting", words % {"n": waiting}, compact.next_review_on)
        if agreed := states[False]:
            words = ngettext(
                "%(n)s accepted amendment is in no draft yet. Put it in.",
                "%(n)s accepted amendments are in no draft yet. Put them in.",
                agreed,
            )
            title = _("Accepted amendments to the %(compact)s") % {"compact": compact}
            yield Item(title, f"{address}?state=to-put-in", words % {"n": agreed})


def own_amendments(organisations) -> Iterator[tuple[Item, bool]]:
    """The amendments of a person's organisations that are not decided, each with whether it is a draft of theirs."""
    mine = Q(organisation__in=organisations) | Q(organisation__merged_into__in=organisations)
    found = Amendment.objects.filter(mine, state__in=sorted({"draft", *AMENDMENT_OPEN}))
    for amendment in found.select_related("compact", "clause")[:AT_MOST]:
        is_draft = amendment.submitted_at is None
        words = (
            _("A draft of your organisation. Submit it, or withdraw it.")
            if is_draft
            else _("It waits for the Annual Review.")
        )
        due = None if is_draft else amendment.compact.next_review_on
        yield Item(f"{amendment}, {amendment.compact}", amendment.get_absolute_url(), words, due), is_draft


def newer_codes(compacts) -> Iterator[Item]:
    """The newer versions of national codes about which Compacts that use the older ones have not decided."""
    for adoption, edition in awaiting(compacts):
        yield Item(
            _("A newer version of the %(code)s") % {"code": edition.text.title},
            f"{adoption.compact.get_absolute_url()}codes/{adoption.pk}/new/{edition.slug}/",
            _("The %(compact)s uses an older one. See what changed, and decide about each clause.")
            % {"compact": adoption.compact},
        )


def plans_to_keep(compacts) -> Iterator[Item]:
    """The plans of Compacts in which something is overdue or silent, and Compacts with no plan for this year."""
    today = timezone.localdate()
    plans = ActionPlan.objects.filter(compact__in=compacts, ends_on__gte=today).select_related("compact")
    covered = {plan.compact_id for plan in plans if plan.starts_on <= today}
    waiting = Counter(Action.objects.filter(plan__in=plans).wanting_news(today).values_list("plan", flat=True))
    for plan in plans:
        if count := waiting[plan.pk]:
            words = ngettext(
                "%(count)d action is overdue or has had no news for 90 days. Ask its lead body how it stands.",
                "%(count)d actions are overdue or have had no news for 90 days. Ask their lead bodies how they stand.",
                count,
            )
            yield Item(f"{plan.compact}: {plan}", plan.get_absolute_url(), words % {"count": count})
    for compact in compacts:
        if compact.pk not in covered:
            yield Item(
                _("%(compact)s: no action plan for this year") % {"compact": compact},
                f"{compact.get_absolute_url()}action-plan/",
                _("Begin the year’s plan, then add what each body will do."),
            )


def shortcuts(user, held, organisations) -> Iterator[tuple[str, str]]:
    """Where a person can go, by the roles they hold."""
    for compact, rights in held:
        address = compact.get_absolute_url()
        yield str(compact), address
        if "change_compact" in rights:
            yield _("Action plan of the %(compact)s") % {"compact": compact}, f"{address}action-plan/"
            yield _("Organisations of the %(compact)s") % {"compact": compact}, f"{address}organisations/"
            yield _("Days off and clocks of the %(compact)s") % {"compact": compact}, f"{address}disputes/days-off/"
        if rights & {"change_compact", "sit_on_forum"}:
            yield _("Lessons from disputes of the %(compact)s") % {"compact": compact}, f"{address}disputes/lessons/"
    if any("chair_forum" in rights for _compact, rights in held):
        yield _("The Chair’s desk: choose mediators"), "/disputes/desk/"
    for organisation in organisations:
        yield str(organisation), organisation.get_absolute_url()
        for compact in organisation.compacts.all():
            yield (
                _("Raise a dispute under the %(compact)s") % {"compact": compact},
                f"{compact.get_absolute_url()}disputes/raise/",
            )
    if organisations:
        yield _("My disputes"), "/disputes/"
    if user.is_administrator:
        yield _("People and the roles they hold"), "/people/"
        yield _("Add a Compact"), "/people/add-compact/"
        yield _("The record of rights"), "/people/record/"
        yield _("Bank holidays declared later"), "/disputes/days-off/"
        yield _("Open a dispute for a reason that its parties read"), "/disputes/look/"
        yield _("Keep a dispute longer than usual"), "/disputes/hold/"
