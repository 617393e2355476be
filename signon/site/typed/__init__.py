"""What was typed and could not be carried out: kept to be sent again, compared with what is."""
