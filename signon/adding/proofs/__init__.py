"""Files that show how somebody signed: checked, kept with the contact, handed out to leads."""
