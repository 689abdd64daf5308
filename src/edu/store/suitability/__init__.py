"""Tables and queries of disclosures, questionnaires and decisions."""
