"""Tests of what says how a blank differs from a known form."""
