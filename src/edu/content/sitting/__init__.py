"""Files of blueprints."""
