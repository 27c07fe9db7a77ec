# SPDX-License-Identifier: MIT
"""home: a directory of a test's own that sweep.sh removes when the test was killed.

Somebody lives in it as long as its file "owner" is locked. The file gets its name once it is.
"""
import contextlib
import fcntl
import os
import shutil
import tempfile

MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"


@contextlib.contextmanager
def home(directory=MEMORY):
    path = tempfile.mkdtemp(prefix="mwt.", dir=directory)
    try:
        with open(f"{path}/owner.new", "w", encoding="ascii") as owner:
            fcntl.flock(owner, fcntl.LOCK_EX)
            owner.write("the home of a mapwire test; who holds the lock lives here\n")
            owner.flush()
            os.rename(owner.name, f"{path}/owner")
            yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
