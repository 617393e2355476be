"""E-mail: written with the change it reports, delivered after the commit."""
