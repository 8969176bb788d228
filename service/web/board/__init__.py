"""The campaign board: what a campaign is, how far its captions are in each market, and what wants somebody; making a
campaign, and its settings."""
