"""The program that sets a page as PDF: it runs in a process of its own and knows no app."""
