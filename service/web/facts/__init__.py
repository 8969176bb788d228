"""Market facts: what is true of a campaign in each market, as its locales write it, and who said so."""
