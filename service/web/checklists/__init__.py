"""The checklists: all of a campaign as cuts and markets, and one of them beside what was measured over its cut."""
