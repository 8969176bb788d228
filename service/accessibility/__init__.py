"""Checklists: what a market asks of a cut, measured where the engine can, signed by people where it cannot.

An answer is bound to the exact bytes that it was given for, and to the rule as it was. Nothing is stored about whether
it still holds: that is computed on every read from what there is now, with the reason in words.
"""
