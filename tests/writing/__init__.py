"""Tests of what writes answers into Word files."""
