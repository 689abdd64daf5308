"""One act, one transaction, committed before the reply."""
