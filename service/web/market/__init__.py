"""The page of a market behind its link: every approved file of it, without an account."""
