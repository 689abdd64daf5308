"""Items in the rows of a table, under headings: sheets of Excel, and such tables in Word."""
