"""One field for every thing and every verb."""
