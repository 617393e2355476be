"""How leads are told what is wrong with a row, what its column means, and what was left out."""

from signon.kernel.words import N_

REASONS = {
    "missing_name": N_("no name of an organisation"),
    "missing_email": N_("no e-mail address"),
    "invalid_email": N_("this is no e-mail address"),
    "no_consent": N_("it was not agreed to"),
    "incomplete_response": N_("the answer was not finished"),
    "withdrawn": N_("it was taken back"),
    "formula_without_value": N_("a formula without a result"),
    "too_long": N_("too long"),
    "same_organisation_and_email": N_("the same organisation and address stands there already"),
    "unknown_country": N_("no country of that name is known"),
    "unusable_website": N_("this is no address of a website; it is left out"),
    "unknown_date": N_("no day can be read here"),
    "cleaned_email": N_("the address was cleaned"),
    "further_email": N_("the first of several addresses is taken"),
    "surplus_cells": N_("more cells than the header has"),
    "shortened": N_("too long, and left out"),
}
"""By the codes of `records.REASONS` and of `records.Problem`."""

TARGETS = {
    "organisation": N_("Organisation"),
    "acronym": N_("Acronym"),
    "email": N_("E-mail"),
    "country": N_("Country"),
    "organisation_kind": N_("Kind"),
    "website": N_("Website"),
    "comment": N_("Remark"),
    "signed_at": N_("Signed on"),
    "wants_updates": N_("Wants updates"),
    "representative_name": N_("Name of the contact"),
    "representative_role": N_("Role of the contact"),
    "consent": N_("Agreed to it"),
    "withdrawn": N_("Taken back"),
    "completed": N_("Answer finished"),
}

LEFT_OUT = {
    "hidden_sheet": N_("hidden sheet"),
    "other_sheet": N_("other sheet"),
    "hidden_row": N_("hidden row"),
    "hidden_column": N_("hidden column"),
    "section": N_("heading between rows"),
    "total": N_("total"),
    "repeated_header": N_("header once more"),
    "note": N_("note"),
}

OUTCOMES = {
    "waiting": N_("waits for its turn"),
    "written": N_("brought in"),
    "left": N_("left out"),
    "taken_back": N_("undone"),
    "kept": N_("not undone, as it was confirmed or changed since"),
}

STAGES = {
    "read": N_("looked at, not brought in"),
    "writing": N_("being brought in"),
    "done": N_("brought in"),
    "undoing": N_("being undone"),
    "undone": N_("undone"),
}
