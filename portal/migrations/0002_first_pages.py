"""The first texts about the site.  Editors change them in the admin; this runs once."""

from django.db import migrations

HOW_IT_WORKS = """\
## Two ways to use this site

**Find an answer.** Search for a symptom or a condition, or look through the questions that others have asked. You can read
everything without telling us who you are.

**Ask a doctor.** Describe your problem in your own words. You need no account, no real name and no e-mail address. After you send your
question you get a private link. Keep it: it is the only way back to your case, unless you gave an e-mail address.

## What happens to your question

1. It goes to the doctors of the specialty you chose. If you were not sure, we choose for you.
2. A doctor reads it. If something important is missing, the doctor asks you on your private page.
3. The doctor writes a reply and links it to what can cause such a problem. You read it on your private page.
4. If you agreed to publication, a second person reads the question and the reply. They take out what could show who you are. Only then
   does it become public, under the display name that you chose.

After the reply you can write back with a follow-up. You can take your question off the public site, or erase everything, at any time
and without a reason.

## How long it takes

Doctors reply beside their work with patients, so it takes hours to days, not minutes. Before you send your question we show how long
others have really waited. If you cannot wait that long, see a doctor in person.

## Who answers

Doctors, pharmacists and dietitians. Each is named, with their specialty and where they work. We check the licence of each before they
may reply, and we show who checked it and when. Replies that were taken over from elsewhere are marked "licence not verified by us".

## How replies are checked

A reply is written by the person whose name is on it. No reply is written by a machine. A computer suggests similar questions and
possible causes; a person decides which of them are shown as causes. We tell you why a question is called similar, so that you can judge
for yourself. Pages about conditions name their sources, and say who reviewed them and when the next review is due.

## What this site cannot do

- **It is not for emergencies.** Nobody watches new questions around the clock. [See when to get help now](/emergency/).
- **It cannot make a diagnosis.** Nobody here can examine you.
- **It cannot prescribe** medicine, order tests, or write certificates.
- **It does not replace your own doctor.** Do not stop or change a treatment because of something you read here without asking them.
- **It can be wrong.** A doctor sees only what was written. Two people with the same words can have different illnesses.

## When something is wrong

At the foot of every question, and of every page about a condition, there is a link, "Report this page". A person reads each report. Personal details and dangerous advice
come first.
"""

ABOUT = """\
## Why this site exists

Most questions about health have been asked before. Good answers are hard to find again, and a long list of search results is no help
at night with a sick child. Here you see who gave each answer, and it leads you to pages that name their sources and to the questions
most like it.

## What we hold ourselves to

- **Who says so.** Every reply carries a name and a specialty, and says whether the licence was checked. Every page about a
  condition says who reviewed it, or that nobody has yet.
- **Beside your doctor, not instead.** What you read here supports the talk with your doctor.
- **In confidence.** You decide what becomes public, and you can take it back.
- **Sources in sight.** Statements about conditions link to where they come from, with the date on which we read it.
- **Balanced.** We do not promise cures, and we say when something is not known.
- **Reachable.** Every question and every page about a condition has a link to tell us what is wrong.
- **No advertising.** Nobody pays to be named here. There are no advertisements and no trackers.

## Who runs it

*Editors: write here who is responsible for this site, the postal address, and how it is paid for.*
"""

PRIVACY = """\
This notice says what we keep about you, why, and for how long. It is short because we keep little.

## When you read

We do not use trackers, advertising cookies or services of other companies. A page with a form gives your browser one cookie with a random
number, which protects the form. If you answer "Did this help?", your browser keeps one more, so that each person counts once. We store
only a scrambled form of that number.

## When you ask

We keep what you type: the question, your display name, your age range and sex if you gave them, and your e-mail address if you gave one.
This is information about health, so we need your clear consent. You give it in two separate steps:

- **that a doctor may read and answer your question.** Without it we cannot reply.
- **that the question and the reply may be published.** This is your choice. We answer you all the same.

We keep the wording that you agreed to, and when. The legal basis is your explicit consent (in the European Union and the United
Kingdom: Article 6(1)(a) and Article 9(2)(a) of the GDPR; in Taiwan: Article 6 of the Personal Data Protection Act).

For a child, a parent or guardian gives the consent.

So that you can stop and go on later, your browser keeps a cookie that opens the question you have not sent. If you came from a search or
from the page of a specialty, another one keeps those words for an hour, so that you need not type them again.

## Who can see it

- **Your question before publication:** the doctors of the specialty, and the editors.
- **Your e-mail address:** never shown on the site. We use it only to tell you that there is news. Those messages contain nothing about
  your health.
- **After publication:** everybody. We publish the question, the replies, your display name, your age range and your sex. A person
  checks first that nothing shows who you are. Still, somebody who knows you well may recognise your story. Choose a display name that
  you use nowhere else.

## How long we keep it

- **A question you have not sent** stays on our server for a limited number of days, so that you can go on later from the same device. Then
  it is deleted.
- **A question you have sent** stays until you erase it.
- **A note that something was erased**, with its number and the date but none of its words, stays, so that an old link can say so.
- **Copies for safety (backups)** are kept for a limited time. What you erase disappears from them when they are replaced.

## Your rights

With your private link you can, without asking anybody:

- read what we keep about your case, and download it
- correct what has not been answered yet, and your e-mail address
- take the publication back
- **erase everything.** The words then go from the case, its history, the search, the lists of similar questions and messages still to
  be sent. You get a receipt.

You can also complain to the data protection authority of your country.

## How it is protected

Your private link cannot be guessed, and we store only a scrambled form of it. Doctors and editors sign in with a password and can add a
second step. What they do with a case is recorded.

## Who is responsible

*Editors: write here the name and address of the responsible organisation, and of its data protection officer.*
"""

PAGES = [("how-it-works", "How it works", HOW_IT_WORKS), ("about", "About us", ABOUT), ("privacy", "Privacy", PRIVACY)]


def add_pages(apps, schema_editor):
    page = apps.get_model("portal", "SitePage")
    for slug, title, body in PAGES:
        page.objects.get_or_create(slug=slug, defaults={"title": title, "body": body})


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(add_pages, migrations.RunPython.noop)]
