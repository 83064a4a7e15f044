"""Publishes small sites to a Ceph Object Gateway at the port that is given. `ceph` starts both."""

import http.client
import os
import sys
import urllib.parse

import boto3
import storage
from servers import KEY, SECRET
from storage import KEPT, PREFIX, Sites, broken, files, publish, start

ROUNDS = int(os.environ.get("ROUNDS", "20"))


class Bucket:
    def __init__(self, port):
        self.port = port
        keys = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": "test"}
        self.client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", **keys)
        self.client.create_bucket(Bucket="bucket")

    def keys(self, prefix):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="bucket", Prefix=prefix)
        return [found["Key"] for page in pages for found in page.get("Contents", [])]

    def get(self, key):
        return self.client.get_object(Bucket="bucket", Key=key)

    def public(self):
        return {key[len(PREFIX):]: self.get(key)["Body"].read() for key in self.keys(PREFIX)}

    def clear(self):
        for key in self.keys(""):
            self.client.delete_object(Bucket="bucket", Key=key)

    def fetch_as_a_reader(self, key):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/bucket/" + urllib.parse.quote(key))
        return connection.getresponse().status


def check(bucket, folder):
    there, expected = bucket.public(), files(folder)
    assert there == expected, sorted(set(there) ^ set(expected))[:5]
    pages = {path: body for path, body in there.items() if path.endswith(".html") and path != "404.html"}
    assert not broken(pages, there.__contains__)


def test_publications(bucket, sites):
    said = publish(bucket.port, sites.first, "--dry-run")
    assert " to write" in said and not bucket.keys(""), said
    for folder in (sites.first, sites.second, sites.third):
        publish(bucket.port, folder, "--verify", "full")
        check(bucket, folder)
        assert "is up to date" in publish(bucket.port, folder)
    assert bucket.get(f"{PREFIX}feed.xml")["ContentType"] == "application/atom+xml"
    history = publish(bucket.port, None, "--history").splitlines()
    publish(bucket.port, None, "--rollback", history[2].split()[0])
    check(bucket, sites.first)
    publish(bucket.port, sites.third)
    assert "removed 2 earlier versions" in publish(bucket.port, None, "--purge", "claims/claim-1.html")
    kept = bucket.keys(KEPT)
    assert len(kept) > 5 and all(bucket.fetch_as_a_reader(key) == 403 for key in kept)
    return f"{len(kept)} kept files, none of them readable"


def test_two_publishers_at_once(bucket, sites):
    both = 0
    for number in range(ROUNDS):
        bucket.clear()
        publish(bucket.port, sites.first)
        pair = [start(bucket.port, folder) for folder in (sites.second, sites.third)]
        said = [process.communicate(timeout=300)[1] for process in pair]
        winners = [folder for process, folder in zip(pair, (sites.second, sites.third)) if process.returncode == 0]
        assert winners, said
        assert bucket.public() in [files(folder) for folder in winners], f"round {number}: a mixture"
        both += len(winners) == 2
    return f"{ROUNDS} times, {both} of them one after the other"


def main():
    bucket = Bucket(int(sys.argv[1]))
    storage.sites = sites = Sites("ceph")
    failed = 0
    for test in (test_publications, test_two_publishers_at_once):
        bucket.clear()
        try:
            print(f"ok      {test.__name__[5:]} ({test(bucket, sites)})", flush=True)
        except Exception as error:
            failed += 1
            print(f"FAILED  {test.__name__[5:]}: {type(error).__name__}: {error}", flush=True)
    sys.exit(1 if failed else 0)


main()
