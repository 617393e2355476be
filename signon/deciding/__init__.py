"""The leads' rooms where decisions are made: today, to decide, many at once, history, notices."""
