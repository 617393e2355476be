"""Files as form tools and people make them, each with what a faithful reading yields."""
