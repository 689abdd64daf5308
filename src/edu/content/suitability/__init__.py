"""Files of policy, questionnaires and disclosures."""
