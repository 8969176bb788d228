"""The tests. A package of its own, so that no other package called tests stands in for it."""
