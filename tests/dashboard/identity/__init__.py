"""Tests of accounts, sessions, screens and tokens."""
