"""A moderator who comes back to a case reads what has changed since, word by word, until they say that they have."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from conditions.admin.cause_panel import store
from conditions.grounding.choice import Choice, Part
from consult.desk.actions.reply import save_reply
from consult.desk.below import Item, item_changes
from consult.models import AuditEntry, FollowUp, Reply
from consult.models.look import CaseLook
from tests.consult.desk.test_approval import screen, typed
from tests.factories import NOON, CauseFactory, ReplyFactory, TopicFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def reply(neurology: Any) -> Reply:
    found: Reply = ReplyFactory(question__specialty=neurology, text="Please see a neurologist.")
    return found


def changed(client: Client, question: Any) -> list[tuple[str, list[str]]]:
    """What the screen marks: each text with what went and what came, or "new"."""
    found = client.get(screen(question)).context["changed"]
    return [
        (each.label, ["new"] if each.is_new else [change.marked for change in each.changes]) for each in found
    ]


def change(reply: Reply, text: str, **options: Any) -> None:
    reply.refresh_from_db()
    reply.text = text
    for name in ("safety_net", "more_info", "examination"):
        setattr(reply, name, options.pop(name, getattr(reply, name)))
    save_reply(reply=reply, actor=None, version=reply.version, **options)


def read(client: Client, question: Any) -> Any:
    """Open the screen and say that what changed there was read."""
    question.refresh_from_db()
    looked = client.get(screen(question)).context["looked"]
    return client.post(screen(question), typed(question, action="read", looked=looked), follow=True)


def test_the_words_that_changed_are_marked_until_they_are_said_to_be_read(
    editor_client: Client, reply: Reply
) -> None:
    question = reply.question
    assert changed(editor_client, question) == []
    change(reply, "Please see a doctor.")
    FollowUp.objects.create(question=question, text="?", answer="Yes.", doctor=reply.doctor, answered_at=NOON)
    marked = [
        (f"Reply of {reply.doctor.name}", ["Please see a <del>neurologist.</del> <ins>doctor.</ins>"]),
        (FollowUp.objects.get().name, ["new"]),
    ]
    assert changed(editor_client, question) == marked
    assert changed(editor_client, question) == marked  # opening it once more takes nothing away
    page = read(editor_client, question).content.decode()
    assert "Nothing has changed since you last looked at it" in page
    assert AuditEntry.objects.filter(action="marked as looked at").count() == 1


def test_what_changes_no_word_is_not_called_nothing(editor_client: Client, neurology: Any) -> None:
    question = public_question(specialty=neurology)
    reply = question.replies.get()
    change(reply, "First.", approved=False)
    editor_client.get(screen(question))
    change(reply, "First.", approved=False, panels={"causes": []})
    page = editor_client.get(screen(question))
    assert page.context["changed"] == []
    told = page.content.decode()
    assert ("Nothing has changed since" in told, "Causes and passages may have changed" in told) == (
        False,
        True,
    )
    assert "Nothing has changed since" in read(editor_client, question).content.decode()


def test_causes_and_passages_and_topics_that_changed_are_named(editor_client: Client, neurology: Any) -> None:
    question = public_question(specialty=neurology)
    reply = question.replies.get()
    rare, palsy = (
        TopicFactory(specialty=neurology),
        CauseFactory(name="Bell's palsy", text="Half of the face."),
    )
    stones = CauseFactory(
        group=palsy.group, name="Kidney stones", text="Pain in the flank. It comes in waves."
    )
    question.topics.add(rare)
    store(reply, Choice([Part("cause", stones.pk)]), [], None)
    assert changed(editor_client, question) == []
    label = f"Reply of {reply.doctor.name}"
    chosen = Choice([Part("cause", palsy.pk), Part("page", palsy.page_id)])
    question.topics.clear()
    store(reply, chosen, [], None)
    assert changed(editor_client, question) == [
        ("Question", [f"<del>{rare}</del>"]),
        (
            label,
            [
                "<ins>Bell&#x27;s palsy</ins>",
                f"<ins>{palsy.page.title}</ins>",
                "<del>Kidney stones</del>",
                "<ins>Bell&#x27;s palsy</ins>",
                f"<ins>{palsy.page.title}</ins>",
                "<del>Kidney stones</del>",
            ],
        ),
    ]
    page = editor_client.get(screen(question))
    assert [change.label for each in page.context["changed"] for change in each.changes] == [
        "Topic removed",
        "Linked cause added",
        "Linked page added",
        "Linked cause removed",
        "Passage added",
        "Passage added",
        "Passage removed",
    ]
    assert "Causes and passages may have changed" not in page.content.decode()
    assert "Nothing has changed since" in read(editor_client, question).content.decode()
    CaseLook.objects.update(marks=None)  # one from before they were kept
    store(reply, Choice([Part("cause", palsy.pk)]), [], None)
    assert changed(editor_client, question) == []


def test_a_correction_of_ticks_alone_says_which(editor_client: Client, neurology: Any) -> None:
    question = public_question(specialty=neurology)
    reply = question.replies.get()
    palsy = CauseFactory(name="Bell's palsy", text="Half of the face hangs. It comes overnight.")
    stones = CauseFactory(group=palsy.group, name="Kidney stones", text="Pain in the flank.")
    store(reply, Choice([Part("cause", palsy.pk)]), [], None)
    waiting = Choice([Part("cause", palsy.pk, left_out=["It comes overnight."]), Part("cause", stones.pk)])
    change(reply, reply.text, approved=False, panels={"causes": waiting.as_json()})
    page = editor_client.get(screen(question))
    [below] = page.context["below"]
    assert [(each.label, each.name) for each in below.items] == [
        ("Linked cause", "Bell's palsy"),
        ("Linked cause", "Kidney stones"),
        ("Passage", "Bell's palsy"),
        ("Passage", "Kidney stones"),
    ]
    assert [(each.label, each.marked) for each in below.changes] == [
        ("Linked cause added", "<ins>Kidney stones</ins>"),
        ("Passage changed", "Bell&#x27;s palsy"),
        ("Passage added", "<ins>Kidney stones</ins>"),
    ]
    assert "Only the causes and passages changed." not in page.content.decode()


def test_what_stood_beside_the_words_is_named_in_the_order_of_the_page_however_the_marks_are_kept() -> None:
    now = [
        Item("topic-9", "Topic", "Hives"),
        Item("link-page-9", "Link", "Skin"),
        Item("passage-page-9", "P", ""),
    ]
    before = {
        "passage-cause-2": "x",
        "link-cause-70": "",
        "passage-page-9": "y",
        "topic-3": "",
        "link-page-1": "",
    }
    names = {"link-cause-70": "Ache", "link-page-1": "Bruise", "passage-cause-2": "Ache", "topic-3": "Old"}

    def namer(keys: Iterable[str]) -> dict[str, Item]:
        return {key: Item(key, "Link", names[key]) for key in keys}

    told = [
        [(change.old, change.new) for change in item_changes(kept, now, namer)]
        for kept in (before, dict(reversed(before.items())))  # PostgreSQL hands them out by length
    ]
    assert told[0] == told[1]
    assert told[0] == [
        ("", "Hives"),
        ("Old", ""),
        ("", "Skin"),
        ("Ache", ""),
        ("Bruise", ""),
        ("", ""),
        ("Ache", ""),
    ]


def test_words_and_replies_are_named_in_the_order_in_which_they_are_read(
    editor_client: Client, reply: Reply
) -> None:
    question = reply.question
    later = NOON + timedelta(days=1)
    # Begun first, and sent to the patient last.
    Reply.objects.update(published_at=later)
    other = ReplyFactory(question=question, specialty=reply.specialty, published_at=NOON)
    editor_client.get(screen(question))
    for row in (reply, other):
        change(row, "Rest.", safety_net="Fever.", more_info="Much.", examination="days")
    found = editor_client.get(screen(question)).context["changed"]
    columns = ["needs an examination in person", "reply", "safety net", "more info"]
    assert [(each.label, [change.label for change in each.changes]) for each in found] == [
        (f"Reply of {row.doctor.name}", columns) for row in (other, reply)
    ]


def test_what_came_after_the_screen_was_opened_is_not_taken_for_read(
    editor_client: Client, reply: Reply
) -> None:
    question = reply.question
    editor_client.get(screen(question))
    change(reply, "One.")
    looked = editor_client.get(screen(question)).context["looked"]
    change(reply, "Two.")
    question.refresh_from_db()
    answer = editor_client.post(screen(question), typed(question, action="read", looked=looked))
    assert "It has changed once more" in answer.content.decode()
    assert [label for label, _marks in changed(editor_client, question)] == [f"Reply of {reply.doctor.name}"]


def test_ones_own_changes_are_read_and_those_of_others_beside_them_are_not(
    editor_client: Client, reply: Reply
) -> None:
    question = reply.question
    editor_client.get(screen(question))
    editor_client.post(screen(question), typed(question, action="save", title="Mine"))
    assert changed(editor_client, question) == []
    change(reply, "Others.")
    question.refresh_from_db()
    editor_client.post(screen(question), typed(question, action="save", title="Mine again"))
    assert [label for label, _marks in changed(editor_client, question)] == [
        "Question",
        f"Reply of {reply.doctor.name}",
    ]


def test_each_person_has_looks_of_their_own(
    editor_client: Client, administrator_client: Client, reply: Reply
) -> None:
    editor_client.get(screen(reply.question))
    change(reply, "One.")
    assert changed(administrator_client, reply.question) == []
    assert len(changed(editor_client, reply.question)) == 1
    assert CaseLook.objects.count() == 2


def test_a_correction_is_compared_with_the_words_that_were_shown(
    editor_client: Client, neurology: Any
) -> None:
    question = public_question(specialty=neurology)
    reply = question.replies.get()
    change(reply, "First.", approved=False)
    editor_client.get(screen(question))
    change(reply, "Second.", approved=False)
    label = f"Reply of {reply.doctor.name}"
    assert changed(editor_client, question) == [(label, ["<del>First.</del> <ins>Second.</ins>"])]
    question.refresh_from_db()
    editor_client.post(screen(question), typed(question, action="approve"))
    assert (
        changed(editor_client, question) == []
    )  # approving reads it, and the same words stand in another table


def test_the_queue_says_what_changed_since_one_looked(editor_client: Client, reply: Reply) -> None:
    queue = "/admin/consult/question/?queue=approval"
    assert "since you looked" not in editor_client.get(queue).content.decode()
    editor_client.get(screen(reply.question))
    assert "You have looked at it" in editor_client.get(queue).content.decode()
    change(reply, "One.")
    assert "Changed since you looked" in editor_client.get(queue).content.decode()


def test_looks_go_with_their_case_and_hold_no_words(editor_client: Client, reply: Reply) -> None:
    editor_client.get(screen(reply.question))
    look = CaseLook.objects.get()
    assert sorted(look.seen) == ["question", f"reply-{reply.pk}"]
    assert {type(number) for _table, number in look.seen.values()} == {int}
    reply.question.replies.all().delete()
    reply.question.delete()
    assert CaseLook.objects.count() == 0


def test_more_replies_and_messages_cost_no_more_queries(
    editor_client: Client, neurology: Any, django_assert_num_queries: Any
) -> None:
    question = ReplyFactory(question__specialty=neurology).question
    for number in range(5):
        reply = ReplyFactory(question=question, specialty=neurology, text=f"Reply {number}.")
        FollowUp.objects.create(
            question=question, text="?", answer="Yes.", doctor=reply.doctor, answered_at=NOON
        )
    editor_client.get(screen(question))
    for reply in question.replies.all():
        change(reply, "Otherwise.")
    with django_assert_num_queries(18):
        editor_client.get(screen(question))
