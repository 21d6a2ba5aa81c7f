"""How gunicorn runs the site: `gunicorn -c python:config.gunicorn config.wsgi`."""

import gc
import multiprocessing
import os

from config.logs import logging_for

bind = os.environ.get("AMPARO_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", str(min(4, multiprocessing.cpu_count() + 1))))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 20
keepalive = 5
# A worker that has answered this much is replaced: what leaked in it goes with it.
max_requests = 5_000
max_requests_jitter = 500
preload_app = False
control_socket_disable = True
# The proxy in front is asked by settings.TRUSTED_PROXY_COUNT, not by gunicorn.
forwarded_allow_ips = ""
accesslog = None
logconfig_dict = logging_for(False)


def post_worker_init(_worker: object) -> None:
    """What starting has loaded stays: the garbage collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
