"""Measurements. Nothing here asserts a time; every figure is a ratio to a floor measured in the same run."""
