"""What reached the hosts another way: written down by others, then said to be right."""
