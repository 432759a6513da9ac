"""History is only ever added to; a reference stays what it was; a closed plan is a record."""

from django.db import migrations

from compact_portal.history import append_only, refuse

CLOSED = "(SELECT state FROM actionplans_actionplan WHERE id = {row}.plan_id) = 'closed'"
BECAUSE = "This plan is closed, so its actions cannot change."


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0001_initial")]

    operations = [
        *append_only("actionplans_planevent"),
        *append_only("actionplans_progressupdate"),
        *append_only("actionplans_historicalactionplan"),
        *append_only("actionplans_historicaltheme"),
        *append_only("actionplans_historicalworkinggroup"),
        *append_only("actionplans_historicalaction"),
        *append_only("actionplans_historicalaction_clauses"),
        *append_only("actionplans_historicalaction_partners"),
        refuse(
            "actions_keep_their_reference",
            "actionplans_action",
            "UPDATE",
            "An action keeps its reference and its plan.",
            when="NEW.reference <> OLD.reference OR NEW.plan_id <> OLD.plan_id",
        ),
        refuse("closed_plans_take_no_action", "actionplans_action", "INSERT", BECAUSE, when=CLOSED.format(row="NEW")),
        refuse(
            "closed_plans_keep_their_actions", "actionplans_action", "UPDATE", BECAUSE, when=CLOSED.format(row="OLD")
        ),
        refuse("closed_plans_lose_no_action", "actionplans_action", "DELETE", BECAUSE, when=CLOSED.format(row="OLD")),
    ]
