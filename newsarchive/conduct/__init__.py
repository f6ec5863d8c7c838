"""Conduct towards outlets, as decisions without a crawl: robots.txt, objections to mining, waiting, refusing."""
