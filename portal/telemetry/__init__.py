"""What operators see of the site: request ids, structured log lines, Prometheus figures.  No address, name or word of
anybody goes into any of them.
"""
