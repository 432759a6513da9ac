"""Letting go of what a forgotten case has left: what was signed, who owed what, who said what came of it."""

from disputes.models import Dispute, Settlement, SettlementPaper, SettlementSignature


def forget_endings(dispute: Dispute) -> None:
    """Remove settlements with their papers, remedies and accounts; lessons and summaries lose who wrote them.

    To be called once the case is marked as forgotten. A lesson that became an action and a summary that both parties
    published name nobody, so they stay; others go.
    """
    for paper in SettlementPaper.objects.filter(settlement__dispute=dispute).exclude(file=""):
        paper.file.delete(save=False)
    SettlementPaper.objects.filter(settlement__dispute=dispute).delete()
    dispute.remedies.all().delete()
    dispute.outcome_views.all().delete()
    SettlementSignature.objects.filter(settlement__dispute=dispute).delete()
    for settlement in Settlement.objects.filter(dispute=dispute).order_by("-number"):
        settlement.delete()
    dispute.casesummarys.exclude(pk__in=dispute.casesummarys.published()).delete()
    dispute.lessons.filter(taken_as="").delete()
    dispute.casesummarys.update(written_by=None)
    dispute.lessons.update(written_by=None, ended_by=None)
