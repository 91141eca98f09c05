"""Sessions of people who have typed their password again, as changes of a sign-in ask for."""

import time

from django.test import Client


def typed_the_password(client: Client, *, seconds_ago: int = 0) -> Client:
    """Let this session have done so, so long ago; it is asked for again after five minutes."""
    session = client.session
    record = {"method": "password", "at": int(time.time()) - seconds_ago, "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client
