"""`cutdown captions`: the timed-text engine at the command line, one module per command. No database, no server.

A command answers at once: its module is loaded when it is called, or when its help is asked for.
"""
