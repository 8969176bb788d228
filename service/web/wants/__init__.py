"""Wants you: the home of a person, with everything in every campaign that they can move."""
