"""What happened, written in the transaction in which it happened, and told in the order of commits.

`actions.record` writes one row of the outbox. One dispatcher reads the outbox, enqueues the jobs that rooms declared
with `subscriptions.on`, and notifies live listeners; nothing is lost and nothing is enqueued twice.
"""
