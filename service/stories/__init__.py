"""Stories: a campaign's own instance of an archetype, with its beats and the shots that they plan.

Archetypes are data of the rulebook. A story's beats are replaced as a whole; a beat or shot that is sent back with its
id stays the one it was, because films point to them.
"""
