"""What each party may do where, written by hand as tables: from the words of the procedures, never from the code.

A cell names the parties who may: C complainant, R respondent, H chair, N person asked to mediate, M mediator; a dot is
nobody. Small marks behind a party say when:

    +  later, until the time given to somebody else has run out     ~  later, until nothing has happened for 12 weeks
    !  later, until four weeks are left of the court's time         t  for 12 weeks; later it is told why not
    j  later, until the panel has its members, where one decides    a  once: later it is told why not

and whether it is to be thought of at all:

    n  while nothing is proposed      q  while the other party's proposal is open      o  while one's own is
    u  while it is not paused         z  while it is                                   e  where more time may be had
    s  before agreeing to the room    r  after it                                      k  where a panel decides
    v  before the notice              w  after it; later, until it has run four weeks
"""

PARTIES = {"C": "complainant", "R": "respondent", "H": "chair", "N": "nominee", "M": "mediator", "P": "panel"}
STATES = {
    "draft": "draft",
    "talk": "talking",
    "wait": "awaiting-answer",
    "answ": "answered",
    "nomi": "awaiting-nomination",
    "stat": "awaiting-statement",
    "acce": "awaiting-acceptance",
    "obje": "objected",
    "medi": "mediating",
    "ende": "mediation-ended",
    "admi": "awaiting-admission",
    "deci": "awaiting-decision",
    "done": "decided",
    "away": "not-taken-on",
    "nati": "national",
    "outs": "outside",
    "reso": "resolved",
    "with": "withdrawn",
    "clos": "closed",
}

# The same in every procedure, stage by stage of the way.
EVERYWHERE = """
               draft talk wait answ nomi stat acce obje medi ende
raise          C     .    .    .    .    .    .    .    .    .
respond        .     .    R    .    .    .    .    .    .    .
nominate       .     .    .    .    H    .    .    .    .    .
declare        .     .    .    .    .    N    .    .    .    .
decline        .     .    .    .    .    N    .    .    .    .
replace        .     .    .    .    .    H    H    .    .    .
accept         .     .    .    .    .    .    CaRa .    .    .
object         .     .    .    .    .    .    CaRa .    .    .
sustain        .     .    .    .    .    .    .    H    .    .
overrule       .     .    .    .    .    .    .    Ha   .    .
end-mediation  .     .    .    .    .    .    .    .    CRM  .
step-down      .     .    .    .    .    .    .    .    M    .
mediation-note .     .    .    .    .    .    .    .    CRM  .
hold-session   .     .    .    .    .    .    .    .    M    .
open-room      .     .    .    .    .    .    .    .    CsRs .
close-room     .     .    .    .    .    .    .    .    CrRr .
take-on        .     .    .    .    .    .    .    .    .    .
turn-away      .     .    .    .    .    .    .    .    .    .
seat-panel     .     .    .    .    .    .    .    .    .    .
decide         .     .    .    .    .    .    .    .    .    .
recuse         .     .    .    .    H    H    H    H    .    .
note           .     CR   CR   CR   CR   CR   CR   CR   .    CR
link           .     CR   CR   CR   CR   CR   CR   CR   CR   CR
propose        .     CnRn CnRn CnRn CnRn CnRn CnRn CnRn CnRn CnRn
agree          .     CqRq CqRq CqRq CqRq CqRq CqRq CqRq CqRq CqRq
turn-down      .     CqRq CqRq CqRq CqRq CqRq CqRq CqRq CqRq CqRq
take-back      .     CoRo CoRo CoRo CoRo CoRo CoRo CoRo CoRo CoRo
pause          .     Cu   Cu   Cu   Cu   Cu   Cu   Cu   Cu   Cu
restart        .     Cz   Cz   Cz   Cz   Cz   Cz   Cz   Cz   Cz
extend         .     .    Re   .    He   He   He   He   .    .
warn           .     R~v  .    R~v  .    .    .    .    .    R~v
lapse          .     Rw   .    Rw   .    .    .    .    .    Rw
report-back    .     .    .    .    .    .    .    .    .    .
settle         .     C    C    C    C    C    C    C    C    C
close          .     .    C+   C    C+   C+   C+   C+   .    C
withdraw       .     C    C    C    C    C    C    C    C    C
reopen         .     .    .    .    .    .    .    .    .    .

               admi deci done away nati outs reso with clos
raise          .    .    .    .    .    .    .    .    .
respond        .    .    .    .    .    .    .    .    .
nominate       .    .    .    .    .    .    .    .    .
declare        .    .    .    .    .    .    .    .    .
decline        .    .    .    .    .    .    .    .    .
replace        .    .    .    .    .    .    .    .    .
accept         .    .    .    .    .    .    .    .    .
object         .    .    .    .    .    .    .    .    .
sustain        .    .    .    .    .    .    .    .    .
overrule       .    .    .    .    .    .    .    .    .
end-mediation  .    .    .    .    .    .    .    .    .
step-down      .    .    .    .    .    .    .    .    .
mediation-note .    .    .    .    .    .    .    .    .
hold-session   .    .    .    .    .    .    .    .    .
open-room      .    .    .    .    .    .    .    .    .
close-room     .    .    .    .    .    .    .    .    .
take-on        H    .    .    .    .    .    .    .    .
turn-away      H    .    .    .    .    .    .    .    .
seat-panel     .    Hk   .    .    .    .    .    .    .
decide         .    Hj   .    .    .    .    .    .    .
recuse         H    H    .    .    .    .    .    .    .
note           CR   CR   CR   CR   CR   CR   .    .    .
link           CR   CR   CR   CR   CR   CR   .    .    .
propose        CnRn CnRn CnRn CnRn CnRn CnRn .    .    .
agree          CqRq CqRq CqRq CqRq CqRq CqRq .    .    .
turn-down      CqRq CqRq CqRq CqRq CqRq CqRq .    .    .
take-back      CoRo CoRo CoRo CoRo CoRo CoRo .    .    .
pause          Cu   Cu   Cu   Cu   .    .    .    .    .
restart        Cz   Cz   Cz   Cz   .    .    .    .    .
extend         He   He   .    .    .    .    .    .    .
warn           .    .    R~v  R~v  R~v  .    .    .    .
lapse          .    .    Rw   Rw   Rw   .    .    .    .
report-back    .    .    .    .    CR   CR   .    .    .
settle         C    C    C    C    C    C    .    .    .
close          C+   C+   C    C    C    C    .    .    .
withdraw       C    C    C    C    C    C    .    .    .
reopen         .    .    .    .    .    .    Ct   Ct   Ct
"""

# A pause stops no one from ending it, answering, talking, settling, leaving, or keeping a route whose time runs out.
DURING_A_PAUSE = """
restart respond settle withdraw go-outside propose agree turn-down take-back note mediation-note link recuse close-room
end-mediation step-down
"""

# The ways on, which each place orders for itself. A column is a stage by its number, and a state of it.
WAYS_ON = ("go-on", "go-formal", "refer", "ask-panel", "go-national", "go-outside")

# Derby: 1 informal; 2 formal, then the Forum or national options; 3 mediation by the Forum, then national options or
# outside; 4 national options, then outside; 5 ombudsman or judicial review.
DERBY = """
            1talk 2wait 2answ 3nomi 3stat 3acce 3obje 3medi 3ende 4nati 5outs
go-on       .     .     .     .     .     .     .     .     .     .     .
go-formal   C     .     .     .     .     .     .     .     .     .     .
refer       .     C+R+  CR    .     .     .     .     .     .     .     .
ask-panel   .     .     .     .     .     .     .     .     .     .     .
go-national .     C+    C     C+    C+    C+    C+    .     C     .     .
go-outside  C!    C!    C!    C+!   C+!   C+!   C+!   .     C     C     .
"""

# Three steps: 1 between yourselves; 2 by the policy; 3 a complaint in writing, after whose answer the case is closed.
# There is no Forum and no outside stage.
THREE_STEPS = """
            1talk 2wait 2answ 3wait 3answ
go-on       .     .     .     .     .
go-formal   C     C+    C     .     .
refer       .     .     .     .     .
ask-panel   .     .     .     .     .
go-national .     .     .     .     .
go-outside  .     .     .     .     .
"""

# A standing panel: 1 named contact; 2 meeting; 3 the panel, then a national body or outside; 4 national; 5 outside.
STANDING_PANEL = """
            1talk 2talk 3deci 3done 4nati 5outs
go-on       C     .     .     .     .     .
go-formal   .     .     .     .     .     .
refer       .     .     .     .     .     .
ask-panel   .     CR    .     .     .     .
go-national .     .     C+    C     .     .
go-outside  C!    C!    C+!   C     C     .
"""

# A steering group takes serious breaches only: 1 reflect; 2 talk, then the group or outside; 3 the group; 4 outside.
STEERING_GROUP = """
            1talk 2talk 3admi 3deci 3done 3away 4outs
go-on       C     .     .     .     .     .     .
go-formal   .     .     .     .     .     .     .
refer       .     .     .     .     .     .     .
ask-panel   .     CR    .     .     .     .     .
go-national .     .     .     .     .     .     .
go-outside  C!    C     C+!   C+!   C     C     .
"""

# Peer support, then mediation: 1 peer support; 2 mediation; 3 outside.
PEER_SUPPORT = """
            1talk 2nomi 2stat 2acce 2obje 2medi 2ende 3outs
go-on       .     .     .     .     .     .     .     .
go-formal   .     .     .     .     .     .     .     .
refer       CR    .     .     .     .     .     .     .
ask-panel   .     .     .     .     .     .     .     .
go-national .     .     .     .     .     .     .     .
go-outside  C!    C+!   C+!   C+!   C+!   .     C     .
"""

# The sectors take turns in the chair: 1 the Champions talk; 2 a written answer; 3 mediation; 4 outside.
ALTERNATING_CHAIR = """
            1talk 2wait 2answ 3nomi 3stat 3acce 3obje 3medi 3ende 4outs
go-on       .     .     .     .     .     .     .     .     .     .
go-formal   C     .     .     .     .     .     .     .     .     .
refer       .     C+R+  CR    .     .     .     .     .     .     .
ask-panel   .     .     .     .     .     .     .     .     .     .
go-national .     .     .     .     .     .     .     .     .     .
go-outside  C!    C!    C!    C+!   C+!   C+!   C+!   .     C     .
"""


def cells(table):
    """Read a table: (action, column) -> what the cell says."""
    found = {}
    for block in table.strip("\n").split("\n\n"):
        columns, *rows = block.splitlines()
        for row in rows:
            action, *words = row.split()
            assert len(words) == len(columns.split()), f"{action} has {len(words)} cells"
            found |= {(action, column): word for column, word in zip(columns.split(), words, strict=True)}
    return found


def parties_in(cell):
    """Read a cell: the party's letter -> its marks."""
    found = {}
    for letter in cell if cell != "." else "":
        if letter in PARTIES:
            party = found[letter] = []
        else:
            party.append(letter)
    return {PARTIES[letter]: "".join(marks) for letter, marks in found.items()}


def may(cell, party, situation, action):
    """What a cell says of a party in a situation: "yes", "later" or "no".

    A situation is one letter: "" nothing special; + the time has run out; ! four weeks are left of the court's;
    ~ nothing happened for 12 weeks; w a notice runs, W has run out; q the other party has proposed, o
    oneself; z paused; r the room is agreed; e more time may be taken, E has been, x the time that could be made longer
    has run out; k a panel decides, K and sits; T 12 weeks have passed since the end; a was asked once already.
    """
    marks = parties_in(cell).get(party)
    if marks is None:
        return "no"
    only = {"q": "q", "o": "o", "z": "z", "r": "r", "e": "eEx", "k": "kK", "w": "wW"}
    but = {"n": "qo", "u": "z", "s": "r", "v": "wW"}
    if any(mark in only and (not situation or situation not in only[mark]) for mark in marks):
        return "no"
    if any(mark in but and situation and situation in but[mark] for mark in marks):
        return "no"
    if situation == "z" and action not in DURING_A_PAUSE.split():
        return "later"
    opens = [mark for mark in marks if mark in "+!~"]
    ran_out = "+" if situation == "x" else situation
    if opens and ran_out not in opens:
        return "later"
    closed = {"t": "T", "j": "k", "a": "a", "e": "Ex", "w": "w"}
    return "later" if any(situation and situation in closed.get(mark, "") for mark in marks) else "yes"


SITUATIONS = ["", *"+!~wWqozreExkKTa"]
