"""Why a part of a merge was left alone when it was undone, as it is kept and as it is said."""

from signon.kernel.words import N_

MOVED = "moved"
RENAMED = "renamed"
HELD = "held"
LISTED = "listed"
CAME = "came"
NAMED = "named"

LEFT_ALONE = {
    MOVED: N_("belongs to another organisation since, and stays there"),
    RENAMED: N_("has another name since, and keeps it"),
    HELD: N_("was decided on since, and stays as it is"),
    LISTED: N_("stays held, because another entry of the organisation is published"),
    CAME: N_("came after the merge, and stays with the record that it came to"),
    NAMED: N_("is another name since, and stays with the record that has it"),
}
