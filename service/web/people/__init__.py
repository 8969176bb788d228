"""Who works here, on what, and who is invited."""
