"""Files: tables for other programs, locks on folders, and how a file is put in its place."""
