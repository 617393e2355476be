"""Campaigns: a host's effort, its people and its languages."""
