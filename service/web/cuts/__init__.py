"""The room of sources and cuts: what there is to cut from, what was cut of it, and how films come in."""
