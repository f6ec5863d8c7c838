"""Keeping an archive sound: verify, repair, rebuild, back up, prune, take down."""
