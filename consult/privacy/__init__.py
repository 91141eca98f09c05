"""Personal data in a patient's text: found, shown marked, taken out on request.

The check is a help and is known to be incomplete; every page that uses it says so.
"""
