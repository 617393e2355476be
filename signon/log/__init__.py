"""A list that anybody can check: salted commitments in a Merkle tree, under a signed checkpoint."""
