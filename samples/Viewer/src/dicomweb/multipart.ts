// multipart/related of PS3.18 §8.6.1 (RFC 2387). No DOM beyond Blob.

const encoder = new TextEncoder();

export interface Part {
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The parts of a multipart body; a body that is not multipart is its own single part. */
export function parseMultipart(contentType: string, body: Uint8Array): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!/^multipart\//i.test(contentType) || !boundary) return [{ headers: { 'content-type': contentType }, body }];
  const delimiter = encoder.encode(`--${boundary}`);
  const parts: Part[] = [];
  let at = indexOf(body, delimiter, 0);
  while (at >= 0) {
    at += delimiter.length;
    if (body[at] === 0x2d && body[at + 1] === 0x2d) return parts;
    const headersFrom = at + 2;
    const headersTo = indexOf(body, encoder.encode('\r\n\r\n'), at);
    if (headersTo < 0) throw new Error('A part without end of headers.');
    const next = indexOf(body, encoder.encode(`\r\n--${boundary}`), headersTo + 2);
    if (next < 0) throw new Error('A part without closing boundary.');
    parts.push({ headers: parseHeaders(new TextDecoder().decode(body.subarray(headersFrom, headersTo))), body: body.subarray(headersTo + 4, Math.max(next, headersTo + 4)) });
    at = next + 2;
  }
  return parts;
}

function parseHeaders(block: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

function indexOf(haystack: Uint8Array, needle: Uint8Array, from: number): number {
  const first = needle[0]!;
  for (let i = haystack.indexOf(first, from); i >= 0; i = haystack.indexOf(first, i + 1)) {
    let matched = 1;
    while (matched < needle.length && haystack[i + matched] === needle[matched]) matched++;
    if (matched === needle.length) return i;
  }
  return -1;
}

/** A STOW-RS body of Part 10 files. The blobs are referenced, not copied. */
export function buildMultipart(files: BlobPart[]): { contentType: string; body: Blob } {
  const boundary = `pacs-${crypto.randomUUID()}`;
  const chunks: BlobPart[] = [];
  for (const file of files) chunks.push(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`, file, '\r\n');
  chunks.push(`--${boundary}--\r\n`);
  return { contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`, body: new Blob(chunks) };
}
