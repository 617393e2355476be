"""Tests of what came by the links of co-hosts, and of who lets them write."""
