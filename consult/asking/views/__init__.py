"""The pages of the way to ask, from "Is this an emergency?" to "sent"."""
