"""Simulated candidates and the real server, for rehearsals before an exam and for tests of what a fault may lose."""
