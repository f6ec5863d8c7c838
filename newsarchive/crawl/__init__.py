"""The crawl: Scrapy's engine with our own download handler, scheduler, middlewares, capture and pipeline.

The only room of the library, with `spiders`, that imports Scrapy.
"""
