"""TTML: read as TTML2, IMSC 1.1 text, EBU-TT-D, Netflix's TTML1 and the DFXP of 2006; written as IMSC 1.1 text."""

from __future__ import annotations

from service.timedtext.ttml_reading import read
from service.timedtext.ttml_writing import CARRIES, write
from service.timedtext.ttml_xml import looks_like_ttml as looks_like

__all__ = ["CARRIES", "looks_like", "read", "write"]
