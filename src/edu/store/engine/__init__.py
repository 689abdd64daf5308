"""The database itself: connections, transactions, columns, encodings."""
