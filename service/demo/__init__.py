"""The demo: a campaign that never was, with a film rendered on the spot and everything said about it true.

`content` is what the campaign says, `film` renders its master. Nothing here knows the web or the database: whoever
loads the demo does it through the API like everybody else.
"""
