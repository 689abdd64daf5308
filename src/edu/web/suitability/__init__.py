"""Pages of disclosures, questionnaires and decisions."""
