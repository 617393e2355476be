"""Tests of the files that show how somebody signed."""
