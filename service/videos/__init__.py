"""Videos: the film of a story, its sources as measured, and every cut made from them.

A source is bytes that never change and facts read from them. A cut is an edit list in frames over the sources of its
video; a new edit list is a new revision beside the old ones, so that what was frozen on one can be told from the next.
"""
