"""Captions: one text per source cue and locale, and a cut's caption track as a function of its edit list and the texts.

A release freezes one such track: what went in, the bytes that came out, and who approved it. Whatever changes later
says exactly which releases it made stale.
"""
