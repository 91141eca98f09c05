"""Why a question may be declined, each with the words for its patient ready to send or to change."""

from django.utils.translation import gettext_lazy as _

DECLINE_REASONS = {
    "examination": (
        _("Needs an examination in person"),
        _(
            "Your question needs somebody to examine you in person, so a written answer would not be safe. "
            "Please book an appointment with your family doctor, and take a print of your question with you. "
            "If it gets worse quickly, do not wait for the appointment: call your local health line."
        ),
    ),
    "urgent": (
        _("Too urgent for this site"),
        _(
            "What you describe should be looked at today, and we answer too slowly for that. "
            "Please call your local health line or go to an urgent care centre now. "
            "If you think it is an emergency, call an ambulance."
        ),
    ),
    "own_doctor": (
        _("About treatment that another doctor directs"),
        _(
            "Your own doctor knows your tests and medicines, and changing the treatment from afar could harm you. "
            "Please ask the doctor who treats you. It helps to write your questions down before the visit."
        ),
    ),
    "outside": (
        _("Outside what doctors here can answer"),
        _(
            "No doctor on this site works in the field of your question. "
            "Your family doctor can tell you who does, and can refer you."
        ),
    ),
    "answered": (
        _("Already answered on this site"),
        _(
            "A question very much like yours has been answered here. "
            "Please read the reply, and when to seek care now: [[address of the thread]]. "
            "If your case is different, ask again and say how."
        ),
    ),
    "not_medical": (
        _("Not a health question"),
        _("This site answers questions about health only, so we cannot help with this one. We are sorry."),
    ),
}
