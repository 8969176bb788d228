"""The web client: HTML over the same actions and reads as the API, with no rule and no SQL of its own.

One module per screen; `shelf` serves what the browser loads, `words` says it in the reader's language, `pages` renders.
"""
