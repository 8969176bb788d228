"""Rule packs: what places, platforms and languages ask for, and counsel's word on it."""
