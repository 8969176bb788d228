"""Cutdown's service. The house plan is in the README; `app.py` is the one place that knows all rooms."""
