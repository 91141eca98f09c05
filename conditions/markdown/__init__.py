"""A reference page as one Markdown file, which says all that the document of the page says, and reads back as it.

    # Causes of weak faces
    state: draft 56 3
    slug: weak-faces

    ## [lead]
    source: https://institute.example/palsy A nerve can be harmed.

    Several things can weaken a face.

    ## Nerves
    key: 12

    ### Bell's palsy
    key: 34
    slug: bells-palsy
    other_name: facial palsy

Below a heading stand its properties, one a line; after an empty line its text, as it is written in the form.  Headings
in square brackets are the texts of the page itself; the deeper a heading, the deeper its cause stands in another.
The line "state:" says of which version of the page the file was made: it is brought in only while that one stands.
"""
