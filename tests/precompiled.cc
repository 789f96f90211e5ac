// Only here for the precompiled header: a target needs a source.
