"""The board: a campaign at a glance and market by market. What is missing until it can go live, who has it, since when.

It reads all rooms and writes nothing; what it says is computed from what is there now.
"""
