"""How article URLs are found: Scrapy spiders, and the pure functions that read feeds and index pages.

There is one spider class an outlet, made from its row in the registry (`spiders.outlet.spider_for`); nothing here knows
the name of a site.
"""
