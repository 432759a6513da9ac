"""The procedure drawn for people: a Mermaid diagram and a table, written from the rule book."""

from .procedure import ENDED, ENTRY, KIND_OF, MOVES, OPEN, TURN, legal_steps, offered
from .stages import DERBY, Stage
from .words import Action, Party, StageKind, State

START, END = "<!-- procedure -->", "<!-- /procedure -->"


def diagram(stages: tuple[Stage, ...] = DERBY) -> str:
    """Write the procedure as a Mermaid state diagram and as a table, both in Markdown."""
    return "\n".join([*_mermaid(stages), "", *_table(stages)]) + "\n"


def put_into(text: str) -> str:
    """Return a Markdown text with the diagram between its two marks; ValueError if it has none."""
    before, start, rest = text.partition(START)
    _old, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"The text has no {START} … {END}.")
    return f"{before}{START}\n{diagram()}{END}{after}"


def _mermaid(stages: tuple[Stage, ...]) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {_key(state)}' for state in State]
    for stage in stages:
        lines.append(f'    state "{stage.order} {stage.name}" as stage{stage.order} {{')
        lines += [f"        {_key(state)}" for state in State if KIND_OF.get(state) == stage.kind]
        lines.append("    }")
    lines.append("    [*] --> draft")
    for action, before, after in legal_steps():
        if before == after or action in (Action.SETTLE, Action.AGREE, Action.WITHDRAW, Action.REOPEN):
            continue
        if _drawn(action, before, after, stages):
            lines.append(f"    {_key(before)} --> {_key(after)} : {action.label}")
    lines += [f"    {_key(state)} --> [*]" for state in State if state in ENDED]
    return [*lines, "```"]


def _drawn(action: Action, before: State, after: State, stages: tuple[Stage, ...]) -> bool:
    """Say whether these stages allow a step, as an ordinary exit."""
    if action == Action.RAISE:
        return after == ENTRY[stages[0].kind]
    stage = next((stage for stage in stages if stage.kind == KIND_OF.get(before)), None)
    if stage is None or not isinstance(MOVES[action].to, StageKind):
        return stage is not None
    return KIND_OF[after] in {other.kind for other in stages if other.order in stage.exits}


def _table(stages: tuple[Stage, ...]) -> list[str]:
    by_order = {stage.order: stage for stage in stages}
    lines = ["| Where it is | Whose turn | What each may do |", "|---|---|---|"]
    for state in State:
        stage = next((stage for stage in stages if stage.kind == KIND_OF.get(state)), None)
        if state in OPEN and stage is None:
            continue
        exits = frozenset(by_order[order].kind for order in stage.exits) if stage else frozenset()
        may = []
        for party in Party:
            actions = offered(state, party, exits) if state not in ENDED else []
            if actions:
                may.append(f"{party.label}: {', '.join(action.label.lower() for action in actions)}")
        turn = ", ".join(party.label for party in Party if party in TURN[state]) or "Nobody"
        lines.append(f"| {state.label} | {turn} | {'; '.join(may) or 'Nothing: it has ended'} |")
    return lines


def _key(state: State) -> str:
    return state.value.replace("-", "_")
