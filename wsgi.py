"""What gunicorn and the `flask` command start."""

import config
from signon.app import create_app

app = create_app(config.load())
