"""Of causes that fit about as well the one that is named more often here comes first."""

import math

import pytest

from conditions.models import CauseRanking
from conditions.related.calibration import BY_RANK, MEASURED
from conditions.related.proposals.for_replies import propose_causes
from conditions.related.proposals.learned import Fit, known_here
from conditions.related.upkeep.commonness import commonness
from conditions.related.upkeep.ticks import learn
from consult.models.consent import ConsentKind
from tests.factories import CauseFactory, QuestionFactory, public_question

pytestmark = pytest.mark.django_db


def times(count, read):
    """The commonness of what `count` of `read` questions name."""
    return math.log1p(1_000 * count / (read + 1_000))


def test_questions_and_replies_count_each_question_once_and_whole_names_only():
    tremor = CauseFactory(name="Essential tremor")
    tremor.aliases.create(name="Shaking hands")
    back, stones = CauseFactory(name="Back pain"), CauseFactory(name="Kidney stones")
    public_question(title="Essential tremor, essential tremor", body="My shaking hands again.")
    public_question(title="Hands", body="Is it a tremor?", reply_text="This is a common, essential tremor.")
    public_question(title="Pain when I come back", body="And a kidney stone.")
    assert commonness() == {tremor.pk: times(2, 3), stones.pk: times(1, 3)}
    public_question(title="Back pain", body="It hurts.")
    assert commonness()[back.pk] == times(1, 4)


def test_an_abbreviation_may_be_a_word_and_does_not_count():
    CauseFactory(name="Angelman syndrome").aliases.create(name="AS")
    CauseFactory(name="Interstitial lung disease").aliases.create(name="chILD")
    public_question(title="As a child", body="My child coughs as well.")
    assert commonness() == {}


def test_what_is_not_public_tells_nothing():
    CauseFactory(name="Kidney stones")
    QuestionFactory(title="Kidney stones", body="My secret is kidney stones.")
    taken_back = public_question(title="My side", body="It hurts.", reply_text="These are kidney stones.")
    taken_back.consents.filter(kind=ConsentKind.PUBLISH).update(withdrawn_at=taken_back.asked_at)
    public_question(title="My side", body="It hurts.").replies.update(approved_at=None, text="Kidney stones.")
    assert commonness() == {}


def test_the_more_common_of_two_comes_first_and_a_better_fit_before_it():
    rare, common = CauseFactory(name="Wilson disease"), CauseFactory(name="Tremor")
    for number in range(30):
        public_question(title=f"Tremor {number}", body="My tremor is back.")
    learn()
    known = known_here(MEASURED)
    gain = MEASURED.common_cause * round(times(30, 30), 3)
    assert known.common == {common.pk: gain}

    def order(better):
        return known.in_order(
            [Fit(rare.pk, 0.5 + better), Fit(common.pk, 0.5, common=known.common[common.pk])]
        )

    assert order(0.1) == [common.pk, rare.pk]
    assert order(0.2) == [rare.pk, common.pk]
    assert known_here(BY_RANK).common == {common.pk: 0.0}


@pytest.mark.usefixtures("encoder")
def test_being_common_makes_nothing_fit():
    common = CauseFactory(name="Diabetes", text="The body cannot use sugar.")
    CauseRanking.objects.create(common={str(common.pk): 99.0})
    assert propose_causes(QuestionFactory(title="A splinter in my thumb", body="It went in yesterday.")) == []


def test_a_site_without_a_rebuild_knows_nothing():
    assert known_here(MEASURED).common == {}
