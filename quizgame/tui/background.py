"""Work that takes its time, in a thread beside the screen. It touches no widget and no store: it posts messages.

The thread ends with the program, whatever it is doing, so that leaving never has to wait for a check of 10,000
questions; Textual's own workers are waited for.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextvars import copy_context
from threading import Thread

from textual.message import Message
from textual.message_pump import MessagePump


def in_background(pump: MessagePump, work: Callable[[], Iterator[Message]]) -> Thread:
    """Do the work in a thread, and post each of its messages to the screen as it comes."""

    def run() -> None:
        gc.disable()  # reading 10,000 questions makes millions of objects and no cycles: a third of the time is looking
        try:
            for message in work():
                pump.post_message(message)
        finally:
            gc.enable()

    thread = Thread(target=copy_context().run, args=(run,), daemon=True)
    thread.start()
    return thread
