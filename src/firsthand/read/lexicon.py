"""The words that attribute, refuse, promise and show, as data.

Families say what a verb takes for its content:

``say``     a clause or a quotation, before or after the verb ("officials said …", "…, officials said")
``think``   a clause: beliefs, hopes and fears are attributions too
``show``    a clause after a document, an image or an analyst ("imagery suggests …")
``judge``   an object ("called it …", "accused the North of …")
``intend``  an infinitive ("agreed to …", "plans to …")
``decline`` a refusal to speak ("declined to comment")
``cite``    the source of a source ("the report cited officials")
"""

from __future__ import annotations


def words(listed: str) -> frozenset[str]:
    """The words of a list set in lines."""
    return frozenset(listed.split())


_FAMILIES = {
    "say": """say tell add write note report announce suggest explain argue state warn insist acknowledge claim declare
        tweet reply respond continue stress emphasize emphasise remark mention recall admit concede assert allege
        contend complain joke observe caution confirm reiterate repeat retort quip lament testify maintain predict
        deny vow post boast muse declare explain shout whisper assure inform remind relay comment counter affirm hint
        speculate theorize theorise recount disclose claim ask""",
    "think": """believe think know fear doubt worry hope feel suspect understand realize realise assume expect consider
        see view regard recognize recognise""",
    "show": """show find indicate reveal conclude determine assess estimate depict demonstrate suggest point read
        imply signal calculate judge reason""",
    "judge": """call describe criticize criticise accuse praise endorse blame denounce condemn dismiss reject support
        oppose defend blast slam mock welcome question urge propose characterize characterise label deem portray
        ridicule decry echo highlight tout challenge express voice address discuss applaud deride
        hail liken refer favor favour advocate demand""",
    "intend": """want plan agree promise pledge vow offer refuse intend seek threaten commit undertake
        consent guarantee""",
    "decline": "decline",
    "cite": "cite quote",
}

_IRREGULAR = {
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "know": ("knows", "knew", "known", "knowing"),
    "feel": ("feels", "felt", "felt", "feeling"),
    "understand": ("understands", "understood", "understood", "understanding"),
    "see": ("sees", "saw", "seen", "seeing"),
    "show": ("shows", "showed", "shown", "showing"),
    "find": ("finds", "found", "found", "finding"),
    "read": ("reads", "read", "read", "reading"),
    "seek": ("seeks", "sought", "sought", "seeking"),
    "undertake": ("undertakes", "undertook", "undertaken", "undertaking"),
    "foresee": ("foresees", "foresaw", "foreseen", "foreseeing"),
}

_DOUBLING = {"plan", "admit", "quip", "commit", "refer"}


def inflect(lemma: str) -> tuple[str, str, str, str]:
    """(third person, past, past participle, -ing form) of a verb."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"
    stem = lemma + lemma[-1] if lemma in _DOUBLING else lemma
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    return third, stem + "ed", stem + "ed", stem + "ing"


def _forms() -> dict[str, tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for family, listed in _FAMILIES.items():
        for lemma in listed.split():
            third, past, participle, gerund = inflect(lemma)
            for form, tense in (
                (lemma, "base"), (third, "third"), (participle, "past"), (past, "past"), (gerund, "ing"),
            ):  # fmt: skip
                found.setdefault(form, (lemma, family, tense))
    return found


CUE_FORMS = {form: entry for form, entry in _forms().items() if form not in {"knew", "felt"}}
"""Verb form -> (lemma, family, tense); tense is base, third, past or ing."""

NOUN_LIKE = words(
    """claim claims report reports note notes plan plans view views call calls hope hopes promise promises fear fears
    doubt doubts support offer offers demand demands question questions comment comments show shows state states
    find finds remark remarks estimate estimates post posts posted read reads feeling understanding finding findings
    tweet tweets quote quotes label labels attack attacks back backs address challenge challenges highlight
    highlights aim aims pledge pledges vow vows voice voices echo echoes reason reasons judge judges point points
    counter worry see signal signals blame praise know saw thought planned charge hint hints continue continued
    respond favor favour compare advocate advocates refuse warning meaning think want feel expect consider regard
    believe ask asks"""
)
"""Forms that are often nouns, or verbs of no attribution: they need a clear subject and a clear complement."""

QUOTE_ONLY = words("continue begin go post comment shout respond echo sign")
"""Verbs that attribute only beside a quotation."""

NOUN_CUES = {
    "claim": "claim", "claims": "claim", "assertion": "assert", "assertions": "assert", "warning": "warn",
    "warnings": "warn", "statement": "say", "allegation": "allege", "allegations": "allege", "accusation": "allege",
    "accusations": "allege", "contention": "contend", "insistence": "insist", "suggestion": "suggest",
    "suggestions": "suggest", "complaint": "complain", "complaints": "complain", "belief": "believe",
    "conclusion": "conclude", "finding": "find", "findings": "find", "denial": "deny", "denials": "deny",
    "prediction": "predict", "predictions": "predict", "promise": "promise", "pledge": "pledge", "vow": "vow",
    "admission": "admit", "announcement": "announce", "argument": "argue", "view": "believe", "fear": "fear",
    "fears": "fear", "hope": "hope", "hopes": "hope", "assessment": "assess", "remark": "remark",
}  # fmt: skip
"""Noun that attributes ("the claim that …") to the verb that says the same."""

AUXILIARIES = words(
    """has have had is are was were be been being do does did will would can could may might must should shall won't
    wouldn't can't couldn't didn't doesn't don't hasn't haven't hadn't isn't aren't wasn't weren't not never n't 's
    've 'd 'll"""
)
PARTICIPLES = words("known seen shown written undertaken foreseen")
"""Forms that are verbs only after has, have or had."""

BE = words("is are was were be been being isn't aren't wasn't weren't")

ADVERBS = words(
    """also then later now once again often even still just further first too ever always sometimes soon already
    earlier instead yesterday today tomorrow both all each nonetheless nevertheless meanwhile however"""
)

SUBORDINATORS = words(
    """that because but as while when if although though since after before than whether where whereas unless until so
    yet or which who whom whose what why how nor like"""
)

PREPOSITIONS = words(
    """in on at during after before by with from under amid despite following since until over to for of into about
    against between through within without among upon near inside outside across throughout regarding concerning
    ahead"""
)

PRONOUNS = words("i he she it they we you who")
THIRD_PERSON = words("he she they it them him her his their its")
DETERMINERS = words(
    """the a an this that these those some many several most both two three four five one another other no any each
    every his her its their our my your all few more half dozens hundreds thousands numerous various"""
)

FINITE = words(
    """is are was were has had have does did do will would can could may might must should isn't aren't wasn't weren't
    doesn't didn't don't won't wouldn't came went got made took gave began became left kept held put seems seem
    seemed appears appear appeared remains remain remained heard saw knew felt stood ran fell grew won lost met paid
    drew broke sent spent brought caught fought sold spoke drove flew"""
)

TIME_WORDS = words(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today yesterday tomorrow week month year weeks months years last next
    earlier later recently morning evening night afternoon day days ago spring summer autumn fall winter jan feb mar
    apr jun jul aug sept sep oct nov dec late early"""
)

ROLE_WORDS = words(
    """president minister senator sen rep governor gov secretary spokesman spokeswoman spokesperson director chief
    leader general gen colonel col admiral ambassador envoy professor prof dr mr mrs ms sir analyst expert
    researcher official chairman chairwoman chair dictator premier chancellor king prince candidate nominee author
    reporter correspondent journalist founder fellow scientist engineer inspector commander adviser advisor deputy
    vice former attorney congressman congresswoman mayor judge justice speaker editor aide strategist negotiator
    diplomat"""
)

OFFICIAL_WORDS = words(
    """official officials officer officers diplomat diplomats aide aides adviser advisers advisor advisors spokesman
    spokeswoman spokesperson spokesmen spokespeople minister ministers envoy envoys negotiator negotiators
    administration authorities commander commanders general generals functionary functionaries representative
    representatives president premier chancellor governor governors mayor mayors senator senators ambassador
    ambassadors"""
)
INTELLIGENCE_WORDS = words("intelligence spy cia nsa dia nis mossad mi6 espionage")

UNNAMED_WORDS = words(
    """source sources expert experts analyst analysts researcher researchers scientist scientists observer observers
    witness witnesses resident residents villager villagers worker workers people person insider insiders engineer
    engineers inspector inspectors critics supporters opponents reporters journalists soldier soldiers man woman
    driver drivers fisherman fishermen farmer farmers shepherd shepherds guard guards employee employees manager
    managers councillor councillors nurse nurses doctor doctors teacher teachers neighbour neighbours neighbor
    neighbors foreman"""
)
WITNESS_WORDS = words(
    """witness witnesses eyewitness eyewitnesses resident residents villager villagers fisherman fishermen farmer
    farmers shepherd driver drivers"""
)

DOCUMENT_WORDS = words(
    """report reports document documents statement memo letter study paper assessment assessments analysis communique
    communiqué declaration filing filings transcript text agreement treaty resolution survey poll polls cable cables
    dossier records data article story editorial briefing bulletin note audit inventory minutes logbook"""
)

IMAGE_WORDS = words(
    """image images imagery photo photos photograph photographs picture pictures satellite satellites footage video
    radar snapshot snapshots"""
)

ORGANISATION_WORDS = words(
    """agency agencies ministry department pentagon house government administration command army military council
    commission committee institute group organisation organization university centre center think-tank office
    embassy company corporation authority union party congress senate court iaea nato bank kremlin intelligence
    regime team campaign forces service services nations regulator watchdog"""
)

OUTLET_NOUNS = words("paper newspaper outlet agency broadcaster magazine website site network daily")

PASSIVE_CUES = words(
    """believed thought said reported alleged understood expected considered suspected rumored rumoured presumed
    estimated deemed assumed known feared"""
)

TOPIC_WORDS = words(
    """intelligence missile missiles icbm icbms slbm warhead warheads nuclear nuke nukes reactor reactors enrichment
    centrifuge centrifuges uranium plutonium denuclearization denuclearisation denuclearize denuclearise launch
    launches launched launcher launchers launching rocket rockets satellite satellites imagery ballistic test-stand
    engine engines liquid-fueled liquid-fuelled fueling fuelling solid-fuel weapon weapons weapons-grade arsenal
    deterrent disarmament inspector inspectors iaea facility facilities bunker tunnel silo silos airbase shipyard
    submarine submarines reprocessing cooling-tower dismantle dismantling dismantled trailer gantry excavation crane
    cranes hangar hangars loading factory test-site launchpad launch-pad yield radar munitions chemical biological
    proliferation safeguards verification treaty ceasefire denuclearized stockpile fissile construction"""
)
"""Words of the watch domain; a case adds its own."""

TOPIC_PHRASES = (
    "test stand", "test site", "space launch", "spy agenc", "intelligence report", "intelligence assessment",
    "intelligence official", "loading area", "launch pad", "arms control", "sanctions", "armed forces",
)  # fmt: skip
"""Topic words of more than one word, matched anywhere."""
