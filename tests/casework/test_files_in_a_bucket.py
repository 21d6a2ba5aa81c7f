"""The same files in a bucket that speaks S3, on a real server of the protocol."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from urllib.request import urlopen

import boto3
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from casework.actions.attachment import sweep_files
from casework.models import Attachment
from config.files import store_for
from tests.casework.test_attachments import PHOTO, address, body, bring, brought, take_original
from tests.plugins import files
from tests.plugins.needles import found


@pytest.fixture(scope="module")
def server():
    """Moto as a server of its own: nothing of ours runs in it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(
        command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    """Until it answers."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=5):  # our own
                return
        except OSError:
            assert time.monotonic() < deadline, "the server of the bucket never answered"
            time.sleep(0.2)


@pytest.fixture
def bucket(server, settings):
    """An empty bucket, used through AMPARO_FILES_URL."""
    name = f"archivos-{time.monotonic_ns()}"
    store = store_for(f"s3+http://key:secret@127.0.0.1:{server}/{name}")
    settings.STORAGES = {**settings.STORAGES, "default": store}
    resource = boto3.resource(
        "s3",
        endpoint_url=store["OPTIONS"]["endpoint_url"],
        aws_access_key_id="key",
        aws_secret_access_key="secret",  # of a server that lives for this test
        region_name="us-east-1",
    )
    return resource.create_bucket(Bucket=name)


def stored(bucket) -> dict[str, bytes]:
    return {each.key: each.get()["Body"].read() for each in bucket.objects.all()}


def test_a_file_is_kept_in_a_bucket_and_comes_back_byte_for_byte(cast, as_, rosario, bucket):
    client = as_(cast.ana, fresh=True)
    large = files.MP4 + os.urandom(20_000_000)
    for data in (PHOTO, large):
        attachment = brought(client, rosario, data)
        assert body(take_original(client, attachment)) == data
    shown = body(client.get(address(Attachment.objects.last(), "vista/1/")))
    assert shown.startswith(b"\xff\xd8")
    assert len(stored(bucket)) == 3


def test_a_bucket_holds_no_planted_word(cast, as_, rosario, bucket):
    told = ("membrillo " * 9_000).encode()
    brought(as_(cast.ana), rosario, told)
    brought(as_(cast.ana), rosario, PHOTO)
    assert found(["membrillo"], told) == {"membrillo"}
    for name, data in stored(bucket).items():
        assert found(["membrillo", rosario.code, files.PLACE], data + name.encode()) == set()


def test_a_destroyed_file_leaves_the_bucket(
    cast, as_, rosario, bucket, django_capture_on_commit_callbacks
):
    client = as_(cast.ana)
    attachment = brought(client, rosario)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(attachment, "destruir/"), {"reason": "mistake"})
    assert stored(bucket) == {}


def test_what_a_bucket_has_lost_is_damage_and_no_other_file(cast, as_, rosario, bucket):
    attachment = brought(as_(cast.ana), rosario)
    bucket.Object(attachment.copy_name).delete()
    client = as_(cast.ana, fresh=True)
    assert client.get(address(attachment, "vista/1/")).status_code == 500
    assert body(take_original(client, attachment)) == PHOTO


def test_a_file_moved_over_another_in_the_bucket_is_tampered(cast, as_, rosario, bucket):
    client = as_(cast.ana)
    first, second = brought(client, rosario), brought(client, rosario)
    other = bucket.Object(second.copy_name).get()["Body"].read()
    bucket.Object(first.copy_name).put(Body=other)
    assert client.get(address(first, "vista/1/")).status_code == 500
    assert body(client.get(address(second, "vista/1/")))


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_upload_leaves_nothing_in_the_bucket(cast, as_, rosario, bucket, monkeypatch):
    client = as_(cast.ana)
    client.raise_request_exception = False

    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("casework.actions.attachment._record", fails)
    assert bring(client, rosario).status_code == 500
    assert stored(bucket) == {}


def test_a_file_without_a_row_is_swept_from_the_bucket_after_an_hour(
    cast, as_, rosario, bucket, time_machine
):
    brought(as_(cast.ana), rosario)
    kept = set(stored(bucket))
    bucket.Object("ab/0123").put(Body=b"noise")
    assert sweep_files() == 0
    assert default_storage.exists("ab/0123")
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert sweep_files() == 1
    assert set(stored(bucket)) == kept
