"""Handing an archive over: WARC and WACZ, chosen by filters, streamed, and remembered in the table `exports`."""
