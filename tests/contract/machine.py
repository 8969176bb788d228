"""What schemathesis must be told before it runs: how to send the bodies of our media types."""

from __future__ import annotations

import schemathesis

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
