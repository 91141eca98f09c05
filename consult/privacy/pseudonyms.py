"""Display names that give nobody away."""

import secrets

_FIRST = (
    "Amber Autumn Bright Calm Clear Coral Dusty Early Evening Gentle Golden Green Hazel Hidden Indigo Ivory Kind "
    "Lilac Little Misty Morning Northern Olive Pale Quiet Rainy River Rosy Silver Soft Southern Spring Steady "
    "Summer Sunny Tidal Velvet Violet Warm Western Winter"
)
_SECOND = (
    "Acorn Anchor Aspen Badger Birch Brook Cedar Cloud Clover Comet Cricket Daisy Dolphin Falcon Feather Fern "
    "Finch Harbour Heron Island Juniper Lantern Lark Maple Meadow Moth Otter Pebble Plover Poppy Robin Sparrow "
    "Swift Thistle Tulip Walnut Willow Wren"
)


def suggest_name() -> str:
    """Return a made-up display name of two words, at random: about 1,500 there are."""
    return f"{secrets.choice(_FIRST.split())} {secrets.choice(_SECOND.split())}"
