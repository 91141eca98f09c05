"""Word lists of the engine: what carries no meaning in a question, and what is too common to explain a match."""

_STOP = """
a about above after again against ago all almost alone along already also although always am among an and
another any anybody anyhow anymore anyone anything anyway anyways are aren around as at away back be became
because become been before began begin being below between both but by came can cannot cant come comes
coming could couldn did didn didnt do does doesn doesnt doing don done dont down due during each either else
enough even ever every everybody everyone everything except far few first for from further gave get gets
getting give given gives giving go goes going gone gonna got gotten had hadn has hasn hasnt have haven
havent having he hello hence her here hers herself hey hi him himself his how however i id if ill im in
indeed instead into is isn isnt it its itself ive just keep keeps kept last later least less let lets like
likely made make makes making many may maybe me mean means might mine more most mostly much must my myself
near need needed needs neither never next no nobody none nor not nothing now of off often oh ok okay on once
one ones only onto or other others otherwise our ours ourselves out over own per perhaps please possible
possibly put quite rather re really s said same say says see seem seemed seems seen several shall she should
shouldn since so some somebody somehow someone something sometime sometimes somewhere soon still such sure t
take taken takes taking tell than thank thanks that thats the their theirs them themselves then there
therefore these they thing things think this those though thought through throughout thus till to together
too took toward towards tried try trying u under unless until up upon ur us use used uses using usually ve
very via was wasn wasnt we well went were weren what whatever when whenever where wherever whether which
while who whoever whole whom whose why will with within without won wont would wouldn yes yet you your yours
yourself yourselves
"""

_FILLER = """
advice advise advised advisable anxious appreciate appreciated asap ask asked asking assist assistance bad
believe best better bit bless call called case cause caused causes check checked clear come concern
concerned concerns condition confirm confused consult consultation consulted course curious currently day
days dear decide describe described desperate detail details different difficult doc docs doctor doctors dr
duration early end exactly experience experienced experiencing explain extremely face fact feel feeling
feels felt female fine forward found gender girl glad god good great greatly guess guide guidance guy happen
happened happening happens hear help helped helpful helps high hope hoping hour hours idea important include
including information issue issues kind kindly know known knowing large late lately leave left level little
long look looked looking lot lots low main major male man matter minute minutes moment month months morning
necessary new nice normal normally notice noticed number old opinion options order past patient people
person physician place point possibility present prevent previously probably problem problems proper
properly provide question questions quick quickly reason recent recently recommend recommended regard
regarding regards related reply require result right safe second seek serious show showed showing shown
shows side sign signs simple sincerely single situation small solution sorry specific start started starting
starts state status stay stop stopped strange suddenly suffer suffered suffering suggest suggested
suggestion suggestions suggests symptom symptoms tend term thinking time times today told tonight total
treat treated treatment treatments turn turned type understand unsure urgent usual wait waiting want wanted
wants way week weeks wish woman wonder wondering work worried worry worrying worse wrong year years
yesterday young
"""

STOP_WORDS = frozenset(_STOP.split())
"""Words that are never a term."""

FILLER_WORDS = frozenset(_FILLER.split()) - {"face"}
"""Words that may be a term of the index but say nothing when named as the reason of a match."""
