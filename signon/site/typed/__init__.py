"""What was typed and could not be carried out: compared with what stands there by now."""
