"""Acts around disclosures, questionnaires and decisions."""
