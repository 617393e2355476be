"""What a lead sees and changes of their own account."""
