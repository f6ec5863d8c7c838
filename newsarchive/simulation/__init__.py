"""Years of running in minutes: a made-up world with a bad part, crawled by cron in invented time, and a judge of it."""
