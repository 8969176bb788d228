"""Brands and campaigns: who pays, and one body of work with its markets and dates.

A campaign's markets and their locales decide which releases must exist. Brands are the inner wall: whoever has no
grant on a brand cannot tell whether it exists.
"""
