"""API keys: what programs may do, for as long as they may."""
