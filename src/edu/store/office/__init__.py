"""Tables and queries of the installation."""
