"""The demo: a campaign that never was, with films rendered on the spot and everything said about it true.

`content` is what the campaign says, `film` renders what it shows, `load` brings it in through the API like everybody
else: over HTTP, each person with a key of their own.
"""
