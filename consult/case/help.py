"""The help that a patient in danger finds on the case page."""

from consult.models import Question, RedFlagFinding


def fitting_help(question: Question, *, is_owed: bool) -> list[RedFlagFinding]:
    """Return the findings whose help the case page shows, worst first.  One query.

    `is_owed` says whether the patient still waits for an answer.  Once a doctor has answered, the answer says what to
    do about the body; who listens, and who protects, stays on the page.
    """
    findings = question.red_flags.worst_first().select_related("rule")
    return [finding for finding in findings if is_owed or finding.is_self_harm or finding.is_safeguarding]
