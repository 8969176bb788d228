"""Briefs: what the brand says about its product. For now the market facts: a value per fact and market, with history.

Captions name a fact in braces, `{price}`, and each market's release has it written the way the locale writes it. A text
that is not a fact's name doubles its braces: `{{`.
"""
