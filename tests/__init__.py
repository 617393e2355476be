"""Tests mirror the house: tests/<room>/ for signon/<room>/, journeys and guards beside them."""
