"""How long people are kept behind what was handed in: reminded, retained, erased."""
