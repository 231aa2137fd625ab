"""Puts the fixed date into a PDF and derives its file identifier from its content.

The producers write the present time and a random /ID. Both are replaced in place by strings of the
same length, so that every byte offset stays right and the file's structure stays the producer's own.
Usage: finish.py IN.pdf OUT.pdf SECONDS_SINCE_1970
"""
import hashlib
import re
import sys
import time

source, target, epoch = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(source, "rb") as file:
    data = file.read()
stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime(epoch)).encode()
data = re.sub(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}", rb"\g<1>" + stamp, data)
hexadecimal = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>\s*(?:<|\]))|(?<=/DocChecksum /)[0-9A-F]{32}")
head, mark, tail = data.rpartition(b"trailer")
if mark:  # LibreOffice's classic trailer: the only place with a random identifier
    tail = hexadecimal.sub(b"0" * 32, tail)
    digest = hashlib.md5(head + mark + tail).hexdigest().upper().encode()
    tail = tail.replace(b"0" * 32, digest)
    data = head + mark + tail
with open(target, "wb") as file:
    file.write(data)
