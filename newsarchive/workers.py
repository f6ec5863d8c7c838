"""What processes of a pool have to be told before they work."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading


def prepare() -> None:
    """Leave Ctrl-C to the parent, which is sent it too and answers it, and end when the parent does.

    A parent that is killed tells nobody, and a pool's process would wait for work for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
