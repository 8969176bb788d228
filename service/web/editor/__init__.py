"""The caption editor: the texts of a master, or of what a cut shows of it, in one locale."""
