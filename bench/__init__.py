"""Benchmarks: programs that start their own floor, run both in turns, and print ratios."""
