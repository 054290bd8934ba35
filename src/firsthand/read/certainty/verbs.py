"""Predicates that take a clause, by what they do to it when they stand plain.

The classes follow the usual ones of event factuality (implicative, factive, reporting, belief, wish, and so on, as in
Saurí and Pustejovsky, FactBank, 2009, and White and Rawlins, MegaVeridicality, 2018). Stems as
:func:`firsthand.read.certainty_features.stem` gives them.
"""

from __future__ import annotations

_CLASSES = {
    # "managed to", "happened to": done when affirmed, not done when negated.
    "implicative": "manag happen turn prov begin began begun start continu proceed get got dar bother come came "
    "hasten remember deign succe able help let made mak forc compel caus enabl led lead went go keep kept serv us",
    # "failed to", "refused to": not done when affirmed.
    "negative": "fail refus declin forget forgot neglect avoid omit ceas stop prevent hesitat unabl reluctant "
    "unwill hinder ban bar block prohibit forbid forbad discourag dissuad abstain refrain too",
    # The clause is taken for granted, negated or not.
    "factive": "know knew known realiz realis regret notic discover learn learnt found find admit acknowledg "
    "confess reveal se saw seen hear heard forgot forget remember glad sorry happy sad surpris amaz shock pleas "
    "upset aware recall observ recogniz recognis understand understood show shown prov mean meant find fact clear "
    "thank",
    # A source says so.
    "report": "say said tell told report stat announc claim argu insist maintain assert declar explain mention "
    "note not add repli answer writ wrot written testif testifi confirm warn alleg suggest indicat imply impli "
    "point publish",
    # Someone holds it so.
    "belief": "think thought believ suppos assum guess suspect figur feel felt expect imagin reckon consider "
    "presum estimat predict anticipat seem appear look likely probably sur certain convinc judg conclud bet "
    "understand",
    "doubt": "doubt deny deni disput question wonder unlikely unclear uncertain disbeliev reject",
    "wish": "want wish hop desir long lik lov prefer need would wait eager keen dream pray crav yearn aspir",
    "plan": "plan intend decid promis agre vow pledg commit aim try tri attempt seek sought offer threaten prepar "
    "choos chos chosen hop propos set determin resolv schedul ready consider readi",
    "demand": "ask order tell urg requir demand command request advis recommend encourag invit beg instruct "
    "persuad convinc expect suppos oblig instruct must should permit allow authoriz authoris entitl let press "
    "call want remind",
    "possible": "abl can possibl free welcom easy hard difficult impossibl way chanc opportunity right abil time power",
    "pretend": "pretend dream imagin lie li falsely fantasiz feign as",
}

VERB_CLASS: dict[str, tuple[str, ...]] = {}
for _name, _stems in _CLASSES.items():
    for _stem in _stems.split():
        if _name not in VERB_CLASS.get(_stem, ()):
            VERB_CLASS[_stem] = (*VERB_CLASS.get(_stem, ()), _name)
