"""Red flags: rules that editors keep, the matcher that reads a text, and the numbers to call.

A match interrupts with help. No match means nothing at all and is never shown as good news.
"""
