"""What a text is made of: Markdown, Word and HTML; read, cleaned, compared and written."""
