"""How long the red flag scan takes on 20,000 characters, whatever they are.

    python -m bench.red_flags.scan_time

Prints the median and the slowest of seven runs in milliseconds for each kind of text, with the settings of this site
(RED_FLAG_CLASSIFIER=0 for the rules alone).  The aim is 150.
"""

import os
import statistics
import time

LENGTH, RUNS = 20_000, 7
STORY = (
    "My mother is 71 and has had a cough since March. Her doctor gave her amoxicillin for a week, and it did not help. "
    "She sleeps badly and is often tired in the afternoon. Could it be the new blood pressure tablets she takes? "
)
TEXTS = {
    "a story": STORY,
    "a story of dangers": "He has crushing chest pain and cannot breathe. ",
    "one-letter sentences": "a. ",
    "one word": "pain",
    "no full stop": "she has a cough and a sore throat and ",
    "new lines": "\n",
    "brackets": "[",
    "combining marks": "e\u0301\u0323",
    "Chinese": "我的胸口很痛，呼吸困難。",
    "zero-width spaces": "\u200bpain",
    "denials": "no pain, not sick, never ",
    "numbers": "120/80 ",
}


def main() -> None:
    """Scan each text and print its times."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from consult.safety.scan import scan

    for name, piece in TEXTS.items():
        text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            scan(text)
            times.append((time.perf_counter() - start) * 1000)
        print(f"{name:22} median {statistics.median(times):6.0f} ms   slowest {max(times):6.0f} ms")


if __name__ == "__main__":
    main()
