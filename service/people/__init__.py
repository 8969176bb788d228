"""People: organizations, accounts, sessions, roles on brands and markets, API keys.

Recognises whoever sends a key or a session cookie, and stops recognising them within five seconds of a revocation.
Also remembers the answers to requests that carry an Idempotency-Key, because they belong to whoever asked.
"""
