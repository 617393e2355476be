"""One document in several forms: described once, written by one writer for each form."""
