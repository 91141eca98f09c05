"""What strangers may open on a site, a fixed sample by kind: python -m bench.addresses prints it as JSON.

Runs with the settings of that site (bench/pages.py), so that one run can ask sites on different databases.
"""

import json
import os
import random
import sys
from urllib.parse import urlencode

SEED = 7
SAMPLE = 400
SEARCH = "search"
FLOOR = "floor: bare view, all middleware"
BARE_FLOOR = "floor: bare view, no middleware"


def addresses() -> dict[str, list[str]]:
    """Threads, searches for their titles and topics (one in ten with a slip of the fingers), lists, pages, floors."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from conditions.models import ReferencePage
    from consult.models import Question, Topic

    draw = random.Random(SEED)
    public = Question.objects.public().order_by("pk")
    numbers = list(public.values_list("pk", flat=True))
    if not numbers:
        sys.exit("No public questions: see bench/grow.py.")
    some = public.in_bulk(draw.sample(numbers, min(len(numbers), SAMPLE)))
    titles = [question.title for question in some.values()]
    topics = list(Topic.objects.order_by("pk").values_list("name", flat=True)) or titles
    texts = [draw.choice(titles) for _ in range(SAMPLE // 2)]
    texts += [draw.choice(topics) for _ in range(SAMPLE // 2)]
    for number in range(0, SAMPLE, 10):
        at = draw.randrange(max(1, len(texts[number]) - 1))
        texts[number] = texts[number][:at] + texts[number][at + 1 :]
    draw.shuffle(texts)
    kinds = {
        "thread": [question.get_absolute_url() for question in some.values()],
        "list of questions": ["/questions/"],
        "home": ["/"],
        "specialty": list({each.specialty.get_absolute_url() for each in some.values() if each.specialty}),
        "topic": [topic.get_absolute_url() for topic in Topic.objects.by_name()[:SAMPLE]],
        "reference page": [page.get_absolute_url() for page in ReferencePage.objects.public()[:SAMPLE]],
        SEARCH: ["/search/?" + urlencode({"q": text}) for text in texts],
        FLOOR: [f"/floor/?pk={number}" for number in some],
        BARE_FLOOR: [f"/bare-floor/?pk={number}" for number in some],
    }
    return {name: paths for name, paths in kinds.items() if paths}


if __name__ == "__main__":
    print(json.dumps(addresses()))
