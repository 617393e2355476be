"""What every page shares: languages in addresses, headers, error pages, static files."""
