"""Timed text, pure: cues in, cues out. One module per format, each with `read(bytes)` and `write(document)`.

Nothing here knows a clock, a network, a database or the wire; `model.Cue` is the same object everywhere in Cutdown.
"""
