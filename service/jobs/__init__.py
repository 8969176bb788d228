"""Work that outlives a request: enqueued in the caller's transaction, tried again, taken over, done once.

Built on pgqueuer. A job may run twice (its worker was killed); `results.once` makes its effect happen once. Requests do
not enqueue: they record an event, and the dispatcher of `events` enqueues what follows from it.
"""
