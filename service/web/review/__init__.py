"""Review and approve: one locale's texts in one reading, beside what was approved last."""
