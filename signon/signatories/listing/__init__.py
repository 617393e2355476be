"""A page of the public list: which lines, in which order, with which choices beside them."""
