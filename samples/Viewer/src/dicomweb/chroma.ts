import { parseMultipart } from './multipart';

/** Native pixels of YBR_FULL_422 (PS3.3 §C.7.6.3.1.2): Y1 Y2 CB CR for two pixels, as Y CB CR for each. */
export function widenChroma(pixels: Uint8Array): Uint8Array {
  const wide = new Uint8Array(Math.floor(pixels.length / 4) * 6);
  for (let from = 0, to = 0; from + 3 < pixels.length; from += 4, to += 6) {
    const [y1, y2, cb, cr] = [pixels[from]!, pixels[from + 1]!, pixels[from + 2]!, pixels[from + 3]!];
    wide.set([y1, cb, cr, y2, cb, cr], to);
  }
  return wide;
}

/** The answer to a request for a frame with its chroma widened, in the same multipart frame; a compressed frame is left as it is. */
export function widenAnswer(contentType: string, body: ArrayBuffer): ArrayBuffer {
  if (!/transfer-syntax="?1\.2\.840\.10008\.1\.2(\.[12](\.99)?)?"?\s*(;|$)/.test(contentType)) return body;
  const bytes = new Uint8Array(body);
  const [part] = parseMultipart(contentType, bytes);
  if (!part) return body;
  const wide = widenChroma(part.body);
  const answer = new Uint8Array(bytes.length - part.body.length + wide.length);
  const before = part.body.byteOffset - bytes.byteOffset;
  answer.set(bytes.subarray(0, before));
  answer.set(wide, before);
  answer.set(bytes.subarray(before + part.body.length), before + wide.length);
  return answer.buffer;
}
