"""How text is written: documents, front matter, headings, fields, tables, amounts, conditions, sums."""
