"""Short forms in which names are written: St and Saint, Intl and International, 1st and First."""

import re

from signon.kernel.text.fold import APOSTROPHES, words

_SHORT_FORMS = {
    "saint": "st ste sainte sint sankt san santa",
    "international": "intl int internat internacional internationale",
    "association": "assoc assn asso ass assocs asoc",
    "university": "univ uni",
    "centre": "ctr center cntr ctre",
    "national": "natl nat",
    "department": "dept dep dpt",
    "foundation": "fdn found fndn",
    "federation": "fed fedn",
    "organisation": "org orgn organization",
    "committee": "cttee comm cmte ctte",
    "government": "govt gov",
    "institute": "inst",
    "society": "soc",
    "council": "cncl",
    "community": "cmty comty",
    "development": "dev devt dvlpt",
    "management": "mgmt mgt",
    "services": "svcs svc",
    "network": "netw ntwk",
    "commission": "cmsn commn",
    "conference": "conf",
    "mount": "mt",
    "brothers": "bros",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
}
_WHOLE = {short: whole for whole, shorts in _SHORT_FORMS.items() for short in shorts.split()}
"""What a folded short form stands for. Some stand for several things, so that a person looks."""


_LEFT_OUT = re.compile(rf"(?<=\w)[{APOSTROPHES}](?=[lnt]\b)", re.IGNORECASE)
"""The apostrophe of Int'l, Ass'n and Gov't."""


def spelt_out(name: str) -> str:
    """Return the folded words of a name with its short forms written out."""
    return " ".join(_WHOLE.get(word, word) for word in words(_LEFT_OUT.sub("", name)))
