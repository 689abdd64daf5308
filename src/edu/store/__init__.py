"""Tables, queries, the ledger and migrations."""
