"""Durable work: a job is a row committed with the change that asks for it."""
