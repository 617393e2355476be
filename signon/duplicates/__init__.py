"""One organisation, once: what may be a duplicate is shown to a person, merged, and parted."""
