"""Items as pages show them."""
