"""Reads what a DICOMweb server answered, with pydicom and Python's own parsers for zip and multipart.

usage: read.py zip FILE | read.py multipart FILE CONTENT_TYPE
Writes a line of JSON for each instance: its UIDs, transfer syntax, and the SHA-256 of its pixel data.
"""
import email
import hashlib
import io
import json
import sys
import zipfile

import pydicom


def files(kind, path, content_type=None):
    if kind == "zip":
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                yield archive.read(name)
        return
    with open(path, "rb") as body:
        message = email.message_from_bytes(b"Content-Type: " + content_type.encode("ascii") + b"\r\n\r\n" + body.read())
    assert message.is_multipart() and not message.defects, message.defects
    for part in message.get_payload():
        assert part.get_content_type() == "application/dicom"
        content = part.get_payload(decode=True)
        assert part["Content-Length"] is None or int(part["Content-Length"]) == len(content)
        yield content


for content in files(*sys.argv[1:]):
    dataset = pydicom.dcmread(io.BytesIO(content))
    print(json.dumps({
        "sopInstance": dataset.SOPInstanceUID,
        "transferSyntax": dataset.file_meta.TransferSyntaxUID,
        "pixels": hashlib.sha256(dataset.PixelData).hexdigest() if "PixelData" in dataset else None,
    }))
