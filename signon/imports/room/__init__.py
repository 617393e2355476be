"""The leads' room for imports: its pages, its forms and words, and the file to be mended."""
