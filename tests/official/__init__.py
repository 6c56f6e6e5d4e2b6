"""Tests of what fills the authority's own file."""
