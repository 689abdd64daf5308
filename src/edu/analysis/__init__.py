"""Numbers about items and forms: values in, values out."""
