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
able abnormal accordingly acute advice advisable advise advised answer answers anxious appointment appreciate
appreciated appropriate asap ask asked asking assist assistance bad believe best better bit bless boyfriend
brother bugs call called cardiologist case cause caused causes chance chances check checked choice clear come
concern concerned concerns condition confirm confused consent consult consultation consulted containing contains
control course curious currently daily date daughter day days dear decide delay delayed dentist dermatologist
describe described desperate detail details diagnosed diagnosis different difficult disease diseases doc docs
doctor doctors dr duration early effect effects eight eleven end entire evaluate evaluation exactly experience
experienced experiencing explain extremely face facing fact father feel feeling feels felt female fifty find
finds fine five forty forward found four free frequency gender girl girlfriend glad god good great greatly guess
guidance guide guy gynaecologist gynecologist happen happened happening happens healthcare healthy hear height
help helped helpful helps high higher home hope hoping hospital hour hours http hundred hurt hurts husband idea
important include including information initial initially investigate investigation investigations issue issues
kg kind kindly know knowing known large late lately leave left level levels link little long look looked looking
lot lots low lower main major male man married matter mcg medical mention mentioned mg minute minutes miss
missed ml mmhg moment month months morning mother move moved necessary negative neurologist new nice nine normal
normally notice noticed number obstetrician old online ophthalmologist opinion option options order
orthopaedician paediatrician past patient pediatrician people person pharmacist physician physiotherapist place
plan plans pm point positive possibility practice prescribe prescription presence present prevent previously
probably problem problems proper properly provide psychiatrist psychologist queries query question questions
quick quickly ran range rate read reading reason recent recently recommend recommended regard regarding regards
regular related relax remedies reply require rest resting result results right rule ruled run runs safe second
seek serious seven severe sexologist share shared short show showed showing shown shows side sign signs simple
sincerely single sister situation six small solution son sorry specialist specific spread spreading start
started starting starts state status stay stop stopped strange suddenly suffer suffered suffering suggest
suggested suggestion suggestions suggestive suggests symptom symptoms syndrome syndromes temporarily ten tend
term test testing tests thinking thirty thorough three thrice time times tip today told tonight total
traumatologist treat treated treatment treatments turn turned twelve twenty twice two type unable understand
unlikely unmarried unsure upper urgent urologist usual visit visited visits wait waiting walk walking want
wanted wants way week weeks wife wish woman wonder wondering work worried worry worrying worse wrong year years
yesterday young
"""

STOP_WORDS = frozenset(_STOP.split())
"""Words that are never a term."""

FILLER_WORDS = frozenset(_FILLER.split()) - {"face"}
"""Words that may be a term of the index but say nothing when named as the reason of a match."""
