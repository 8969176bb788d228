"""Posts: what goes out where and when, what stands in its way, and what became of it."""
