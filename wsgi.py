"""What gunicorn and the `flask` command start."""

import gc

# Nothing that is loaded now ever becomes garbage; looking for it takes a quarter of the start.
gc.disable()

import config  # noqa: E402
from signon import lifetime  # noqa: E402
from signon.app import create_app  # noqa: E402

app = create_app(config.load())
lifetime.begin(app)
gc.freeze()
gc.enable()
