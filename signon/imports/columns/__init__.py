"""Which column of a sheet says what: by its title, and by what stands in it. Pure."""
