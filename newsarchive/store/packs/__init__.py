"""The packs: what came over the wire, byte for byte, compressed against one another; and the heads of it."""
