"""The words around a name: introductions, family, clinicians, ends of letters.  Patterns end where a name begins.

Those in small letters are looked for in the text in small letters (`Reading.small`).
"""

import re

_GAP = r"[ \t]{1,4}"
_I = re.IGNORECASE

# Relatives and people one knows, also in the languages that our patients mix into English.
RELATIVE = (
    r"(?:step|grand|great-grand|god|foster|half|twin|late)?-?"
    r"(?:sons?|daughters?|child|kid|baby|boys?|girls?|lad|lass|toddler|newborn|infant|twins?|husband|wife"
    r"|spouse|partner"
    r"|fianc[eé]e?|boyfriend|girlfriend|bf|gf|ex-?(?:wife|husband|partner|boyfriend|girlfriend)?|hubby|missus"
    r"|mother|father|mum|mom|mam|mummy|mommy|dad|daddy"
    r"|papa|mama|parent"
    r"|brothers?|sisters?|bro|sis|sibling|nan|nana|nanna|nanny|gran|granny|grandma|grandad|granddad|grandpa"
    r"|nonna|nonno|oma|opa|abuela"
    r"|abuelo|babcia|yiayia|uncle|aunt|auntie|aunty|cousin|niece|nephew|bhabhi|bhai|bhaiya|didi|chacha|chachi"
    r"|masi|mausi|nani"
    r"|dadi|dada|ammi|abbu|khala|tante|onkel|tia|tio|ate|kuya|friends?|mate|pal|bestie|buddy|neighbou?r"
    r"|colleague|workmate"
    r"|flatmate|housemate|room-?mate|classmate|boss|manager|supervisor|landlord|landlady|teacher|tutor|coach"
    r"|client|patient"
    r"|carer|caregiver|childminder|au pair|cleaner|lodger|tenant|student|pupil|resident|assistant|apprentice"
    r"|partner|eldest|youngest|firstborn|(?:little|wee|big) one)"
    r"(?:[ -]in[ -]law)?"
)
NEAR_KIN = r"(?:mum|mom|mam|dad|mother|father|sister|brother|wife|husband|daughter|son|nan|gran)"
AND = r" (?:and|&|n|'n'|\+) "
_OWNER = r"(?:my|me|our|his|her|their|your|the|this|a|an|[^\W\d_]{2,20}'s)"
_ADJECTIVES = r"(?:[ \t]{1,3}[^\W\d_][\w'-]{0,15}){0,2}"
_CALLED = (
    r"(?:,?[ \t]{1,3}(?:who(?:'s|[ ]is)[ ])?(?:called|named|name is|is called|is named|was called|we call (?:him"
    r"|her)))"
)

# A relative with what leads on to a name, and who they are somebody's: then any capital word is the name.
RELATIVE_THEN = re.compile(
    rf"\b(?:little|wee|baby|{RELATIVE})(?![^\W\d_])(?:(?:'s)?{_CALLED}|[ ](?:is|was))?(?P<comma>,?)[ \t]*[:(\"]?[ "
    r"\t]{0,3}(?=[^\W\d_])",
)
# These are said like titles: "Auntie Comfort", "bhaiya Manoj".
FAMILY = re.compile(
    r"(?:mum|mom|mam|mama|papa|bro|sis|nan|nana|gran|granny|grandma|grandad|granddad|grandpa|nonna|nonno|oma|opa"
    r"|uncle|aunt"
    r"|auntie|aunty|cousin|bhabhi|bhai|bhaiya|didi|chacha|chachi|masi|mausi|nani|dadi|dada|khala|tante|onkel|tia"
    r"|tio|ate|kuya"
    r"|wee)[ (]",
)
OWNER_BEFORE = re.compile(rf"\b{_OWNER}{_ADJECTIVES}[ \t]{{1,3}}$")
LONGEST_OWNER = 50
# "Rukhsana my bhabhi", "Kacper, my son"
NAME_BEFORE_RELATIVE = re.compile(rf"(?:my|our|his|her){_ADJECTIVES}[ \t]{{1,3}}{RELATIVE}\b")
PERSON_CALLED = re.compile(
    rf"\b(?:{RELATIVE}|man|woman|person|guy|lady|gentleman|doctor|surgeon|nurse|midwife|somebody|someone|one|i"
    rf"|he|she|they)"
    rf"(?:'s| is| was|(?<=e)s)?{_GAP}(?:called|named|known as|goes by){_GAP}",
)

SAID = re.compile(
    r"\b(?:(?:nick|sur|maiden|first|last)?names?[ \t]*(?:(?:is|was|are)\b|'s\b|:|=|-)(?: now| still| really)?"
    r"|names(?= [^\W\d_]+\b)|(?:sur|maiden )names?|first names?|patient(?= [^\W\d_]{2,20}, ?[^\W\d_])"
    r"|(?:i(?: a|')m|am) (?:called|named|known as)|(?:just |please |but )?call me|signed(?: by| "
    r"off)?[:,]?|written by|sincerely,?|on behalf of"
    r"|ich hei(?:ss|ß)e|mein name ist|je m'appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è"
    r"|meu nome é|me chamo|chamo-me"
    r"|nazywam się|mam na imię|jmenuji se|volám sa|mă numesc|jag heter|jeg heter|jeg hedder|mijn naam is|ik "
    r"heet|benim adim|adim|ismim|nimeni on"
    r"|nama saya|tên tôi là|tôi tên là|mera naam|zovem se|menja zovut|ang pangalan ko|a nevem|mano vardas|mani "
    r"sauc|myself|patient:|name here is)"
    r"[ \t,:;\"'(-]{1,4}(?=[^\W\d_])",
)
# "the tablet's name is", "its name is"
NOT_A_PERSON = re.compile(
    r"\b(?:drug|medicine|medication|tablet|tablets|pill|pills|cream|brand|disease|condition|illness|test|its"
    r"|generic|trade|company|product|the|scientific|other|by)(?:'s)?[ \t]{1,3}(?:brand |proper |medical "
    r"|scientific )?$",
)
I_AM = re.compile(
    r"(?:\b(?:i am|i'm|im|i m|this is|this's|that's me|it is|it's|its|it's me|me,|me is|myself|ich bin|je suis"
    r"|yo soy|soy|sono|io sono|eu sou|sou|jestem|ik ben|jag är"
    r"|jeg er|jsem|sunt|aku|main|between me and|hi from|hello from|greetings from|love from|regards from"
    r"|thanks from|from me,?|yours,?)(?: only| just)?)[ \t,:-]{1,3}(?=[^\W\d_])",
)
HERE = re.compile(r"[ \t,-]{1,3}(?:here|speaking|writing|again here|signing off)\b")
IS_MY_NAME = re.compile(
    r"(?:'s|[ \t]{1,3}is)[ \t]{1,3}(?:my|the|his|her)[ \t]{1,3}(?:real |full |first )?name\b"
)

GREETED = re.compile(
    r"\b(?:dear|hi|hello|hey|hiya|hallo|bonjour|hola|ciao|dzień dobry|good morning|good evening|thank you"
    r"|thanks|ta|cheers),?[ \t]{1,3}(?=[^\W\d_])",
)

TITLED = re.compile(
    r"\b(?P<title>Drs?|Doctor|Docteur|Doctora?|Dott(?:\.ssa|oressa|ore)?|Dra|Prof(?:essors?|esseur|essore"
    r"|\.ssa)?|Nurse|Matron|Midwife|Mrs?|Ms|Miss|Mx|Sister|Sir|Dame|Lady|Lord"
    r"|Herrn?|Frau|Monsieur|Madame|Mademoiselle|Mme|Mlle|Señora?|Señorita|Srta?|Sra|Sr|Signora?|Sig|Senhora?"
    r"|Pana?|Pani|Pan[ií]|Mevrouw|Meneer|Mevr|Dhr"
    r"|Col|Colonel|Capt|Captain|Sgt|Sergeant|Cpl|Corporal|Lieutenant|Brig|Brigadier|Cllr|Councillor|Coach"
    r"|(?:(?:Surg|Lt|Flt|Wg|Sqn|Gp|Sub|Pilot|Flying|Petty|Warrant|Chief|Detective|Police)\.? )?"
    r"(?:Cdr|Cmdr|Commander|Ldr|Lt|Officer|Inspector|Constable|Superintendent|Insp|Supt|Maj|L/Cpl|Pte|Gnr|Spr|CPO|WO[12]|Adm|Admiral)"
    r"|Bishop|Deacon|Sensei|Maulana|Mufti|Swami|Pandit|Alhaji|Hajia|Doamna|Domnul|Gospođa|Gospodin|Kyria|Doktor"
    r"|Father|Fr|Rev|Reverend|Pastor|Vicar|Imam|Rabbi|Canon|Bhai|Shri|Smt|Ustaz|Sheikh|Hj|Khun|Uncle|Aunt(?:ie"
    r"|y)?)\b\.?(?: \((?:retd?|ret'd|rtd)\.?\))?,?(?P<gap>[ \t]{0,4})"
    r"(?:(?:med|Dr|Prof|Dott|Ing|Mag|habil)\b\.?[ \t]{0,3}){0,3}(?=[^\W\d_])"
)
SHOUTED_TITLED = re.compile(
    r"\b(?:DR|DOCTOR|PROF|PROFESSOR|NURSE|MR|MRS|MS|MISS|SISTER)\b\.?[ \t]{1,4}(?=[^\W\d_])"
)
SMALL_TITLED = re.compile(r"\b(?:(?:dr|prof|mrs|mr)\b\.?|(?:doctor|nurse|sister)\b)[ \t]{1,4}(?=[^\W\d_])")
# A full stop behind these ends a sentence: "I am a nurse. Breast cancer ..."
WHOLE_TITLE = re.compile(
    r"(?:doctor|docteur|doctora|professors?|nurse|matron|midwife|miss|sister|father|uncle|auntie|aunty|aunt"
    r"|reverend|pastor|vicar|imam|rabbi|madame|monsieur|frau|herr)\.",
    _I,
)
_ROLE = (
    r"(?:[a-z]{3,18}(?:ologist|iatrist|therapist)|pharmacist|chemist|midwife|nurse|matron|physio|surgeon"
    r"|dentist|hygienist|orthodontist"
    r"|dieti[ct]ian|nutritionist|health visitor|consultant|registrar|gp|doctor|doc|therapist|counsell?or"
    r"|(?:social|key|care|support|youth|case) ?worker"
    r"|carer|teacher|head(?:teacher|master|mistress)|head|optician|optometrist|paramedic|receptionist"
    r"|secretary|chiropractor|osteopath|podiatrist"
    r"|chiropodist|acupuncturist|doula|trainer|instructor|coach|manager|boss|landlord|solicitor|lawyer|vicar"
    r"|priest|imam|rabbi|warden|nanny|masseuse|homeopath"
    r"|hairdresser|barber|colleague|technician|radiographer|phlebotomist|assistant|hca|anaesthetist|intern"
    r"|student nurse|locum|partner|optometrist"
    r"|hebamme|arzt|ärztin|hausarzt|médecin|infirmière|medico|dottore|lekarz|enfermera)"
)
ROLE = re.compile(rf"\b{_ROLE}(?P<comma>,?)[ \t]{{1,4}}(?:called |named )?(?=[^\W\d_])")
# "Khatri (my gp)"
ROLE_AFTER = re.compile(rf"[ \t]{{1,3}}\((?:my|our|his|her|the){_ADJECTIVES}[ \t]{{1,3}}{_ROLE}\)")

_CLOSING = (
    r"kind(?:est)? regards|best regards|warm(?:est)? regards|many regards|regards|with (?:best|kind|warm) "
    r"(?:wishes|regards)|(?:all (?:the|my) )?best wishes|all (?:the|my) best"
    r"|yours (?:sincerely|faithfully|truly|ever|gratefully|hopefully)|sincerely|faithfully yours|respectfully"
    r"|gratefully|warmly|warm wishes|take care"
    r"|lots of love|much love|love to all(?: on here| here)?|love and (?:hugs|light|peace)|hugs|xx+|xox?o?|bw"
    r"|rgds|kr|brgds"
    r"|cordialement|bien (?:à vous|cordialement)|amicalement|salutations|bisous|sincères salutations|mit "
    r"(?:freundlichen|besten|lieben|herzlichen) grü(?:ß|ss)en"
    r"|(?:viele|liebe|beste|herzliche|schöne|freundliche) grü(?:ß|ss)e|gruß|gruss|grüße|lg|mfg|vg|hochachtungsvoll"
    r"|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|un abrazo|abrazos|cordiali saluti|distinti "
    r"saluti|saluti|un saluto|groet(?:en|jes)?|met vriendelijke groet(?:en)?|mvg"
    r"|pozdrawiam(?: serdecznie)?|z poważaniem|s pozdravem|s úctou|pozdrav|lep pozdrav|med (?:vänliga?|venlig"
    r"|vennlig) (?:hälsning(?:ar)?|hilsen)|hilsen|hälsningar|mvh|mv?h|terveisin|ystävällisin terveisin"
    r"|slán|le meas|le gach dea-ghuí|üdvözlettel|tisztelettel|saygilarimla|sevgiler|cumprimentos"
    r"|atenciosamente|abraços|obrigad[oa]|cu respect|cu stimă|tisek|su pagarba"
    r"|greetings(?: from [^\W\d_]{2,20}){0,1}|salaams?|wasalaam|namaste|namaskar|shukriya|dhanyavad|salamat"
    r"|terima kasih|hwyl|diolch|cofion"
    r"|yours|blessings|god bless(?: you)?|peace|bye(?: for now)?|byebye|ttfn|best|signed"
)
_WEAK_CLOSING = (
    r"(?:many |so many |lots of )?thanks(?: (?:so much|a lot|a million|again|in advance|for [^.!?,\n]{2,40}))?"
    r"|thank (?:you|u)(?: (?:so much|very much|again|in advance|for [^.!?,\n]{2,40}))?|thx"
    r"|tnx|thanx|tks|thankyou|tx|ta|cheers|love|merci"
    r"|danke|gracias|grazie|dziękuję|tack|kiitos|go raibh maith agat"
)
_SEPARATOR = r"[ \t]*[,.!:;–-]?[ \t]*[x ]{0,4}[–-]?[ \t]*\n{0,3}[ \t]*[–-]?[ \t]*(?:from )?"
CLOSED = re.compile(
    rf"(?:^|(?<=[.!?,;:)\n–-])|(?<=[.!?,;:)\n–-] ))(?:{_CLOSING}){_SEPARATOR}(?=[^\W\d_])", re.MULTILINE
)
WEAKLY_CLOSED = re.compile(
    rf"(?:^|(?<=[.!?,;:)\n–-])|(?<=[.!?,;:)\n–-] ))(?:{_WEAK_CLOSING}){_SEPARATOR}(?=[^\W\d_])",
    re.MULTILINE,
)
ENDS_THERE = re.compile(r"[ \t]*(?:\(|\[|x{1,4}\b|\n|$|[.!,]?[ \t]*(?:$|\n|ps\b|p\.s)|[.,][ \t]|[-–])", _I)

_SURNAME = (
    "[王李張陳林黃吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴"
    "范宋鄧杜傅侯曹薛丁卓阮馬董唐藍石紀姚馮歐程湯姜涂鄒尤巫黎韓张陈刘杨许郑谢赖苏庄吕萧罗钟卢赵颜孙邓马冯"
    "欧汤邹韩吴黄叶]"
)
# Words that begin with a sign which is also a family name: jaundice, retina, a plaster cast, when.
_NO_FAMILY = (
    "(?:黃疸|黃體|黃斑|黄疸|黄体|黄斑|周期|周邊|週期|何時|何謂|程度|馬上|马上|石膏|紀錄|許多|许多|余下"
    "|江湖|謝謝|谢谢|朱砂|藍光|董事)"
)
# Chinese, Japanese, Korean, Cyrillic, Arabic, Devanagari introductions.
OTHER_SCRIPTS = re.compile(
    r"(?:我叫|我的名字(?:是|叫)|姓名[是::]?\s?|叫做|患者)([\u4e00-\u9fff]{2,4})"
    r"|(?:меня зовут|мене звати|звать) ([^\W\d_]{2,20}(?: [А-ЯЁІЇЄ][^\W\d_]{1,20}){0,2})"
    r"|(?:اسمي|أنا اسمي) ([^\W\d_]{2,20}(?: [^\W\d_]{2,20})?)|मेरा नाम ([^\s।,]{2,30}(?: [^\s।,]{2,30})?) (?:है|हैं)"
    r"|(?:私の名前は|名前は|私は)([\u3040-\u30ff\u4e00-\u9fff]{2,10}?)(?:です|と申します|といいます)"
    r"|(?:제 이름은|저는) "
    r"?([\uac00-\ud7af]{2,5}?)(?:입니다|이에요|예요|라고)"
    r"|με λένε ([^\W\d_]{2,20}(?: [^\W\d_]{2,20})?)"
    # A family name that is asked for or given, and a whole name that opens or closes a message.
    rf"|(?:我|本人|敝)姓({_SURNAME}[\u4e00-\u9fff]{{0,2}}?)(?![\u4e00-\u9fff])"
    rf"|(?:^|[\n。！!,，.?？:：][ \t]?)(?!{_NO_FAMILY})({_SURNAME}[\u4e00-\u9fff]{{2}})(?=[ ,，、:：()（]|\s*$|\n)"
)
OTHER_CLINICIANS = re.compile(
    rf"((?:{_SURNAME}[\u4e00-\u9fff]{{0,2}}?))(?:醫師|医师|醫生|医生|護士|护士|護理師|主任|教授|先生|女士|小姐|太太|老師|老师|同學)"
    r"|([\u4e00-\u9fff]{1,3}|[\u30a0-\u30ff]{2,8})(?:さん|様|先生に)|([\uac00-\ud7af]{2,4}) ?(?:선생님|의사|간호사)"
)
