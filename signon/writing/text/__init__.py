"""What is typed into a text: kept before it is saved, shown by links, read from files, compared."""
