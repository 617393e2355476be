"""What is typed into a text: kept before it is saved, read from files, compared."""
