"""What came by the links of co-hosts."""
