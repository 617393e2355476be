"""What single cells say: addresses, ticks, countries, days, words. Pure."""
