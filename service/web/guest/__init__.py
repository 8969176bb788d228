"""A client without an account: reads the brief behind their link, watches the cuts, says what they think."""
