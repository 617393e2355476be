"""A lead at the desk, for tests without a window."""

from signon.access import grants
from signon.access import service as access
from signon.access.roles import Role
from tests.factories import a_campaign
from tests.support.clients import Browser

PASSWORD = "four quiet words here"


def sign_in(client: Browser, role: Role = Role.OWNER, campaign: str = "open-doors") -> Browser:
    """Sign a new lead in with a role in a campaign."""
    email = f"{role}@{campaign}.example.org"
    link = grants.invite(
        email,
        a_campaign(campaign).id,
        role,
        language="en",
        invited_by="system",
        campaign_title="Open doors",
    )
    access.set_password(link.rsplit("/", 1)[1], PASSWORD)
    answer = client.send("/desk/sign-in", {"email": email, "password": PASSWORD})
    assert answer.status_code == 303
    return client
