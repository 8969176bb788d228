"""Posts: what goes out where and when, and what stands in its way.

A post is a cut on one channel for one market at one local time. Its text is inherited until somebody writes its own;
its gates say why it may not go out yet and what opens them. Posting itself is done by a person, who records when and
at which address. Which release of the captions is live where follows from that.
"""
