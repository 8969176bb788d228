"""Bytes, kept once per organization and named by their sha256.

`store` is the one seam over local disk and S3; an acknowledged upload survives a power cut. A row of `asset` says that
bytes are kept, `delivery` turns them into HTTP answers with ranges, ETags and 304.
"""
