/** What the head of a JPEG 2000 or HTJ2K codestream tells of its resolutions (ISO/IEC 15444-1 §A). */
export interface Codestream {
  columns: number;
  rows: number;
  /** Where each resolution ends, the coarsest first, as offsets into the frame: so many bytes are a picture of it. Empty where the head does not tell. */
  ends: number[];
}

const SOC = 0xff4f, SIZ = 0xff51, COD = 0xff52, COC = 0xff53, TLM = 0xff55, POC = 0xff5f, SOT = 0xff90;

/**
 * Reads the main header; undefined when it is none, or is not there as a whole. Resolutions are told where the stream is in their order and has a
 * tile-part for each, with the lengths up front, as HTJ2K with RPCL is meant to be (PS3.5 §10.18).
 */
export function readCodestream(head: Uint8Array): Codestream | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 4 || view.getUint16(0) !== SOC) return undefined;
  let size: { columns: number; rows: number } | undefined;
  let tiles = 0;
  let resolutions = 0;
  let ordered = false;
  const lengths: number[] = [];
  for (let at = 2; at + 4 <= head.length; ) {
    const marker = view.getUint16(at);
    if (marker === SOT) return size && { ...size, ends: ordered && tiles === 1 && lengths.length === resolutions ? running(at, lengths) : [] };
    const length = view.getUint16(at + 2);
    const body = at + 4;
    const next = at + 2 + length;
    if (length < 2 || next > head.length) return undefined;
    if (marker === SIZ && length >= 38) {
      const [right, bottom, left, top, tileWidth, tileHeight, tileLeft, tileTop] = Array.from({ length: 8 }, (_, i) => view.getUint32(body + 2 + 4 * i)) as [number, number, number, number, number, number, number, number];
      size = { columns: right - left, rows: bottom - top };
      tiles = tileWidth > 0 && tileHeight > 0 ? Math.ceil((right - tileLeft) / tileWidth) * Math.ceil((bottom - tileTop) / tileHeight) : 0;
    } else if (marker === COD && length >= 12) {
      const progression = head[body + 1];
      ordered = progression === 1 || progression === 2; // RLCP, RPCL
      resolutions = head[body + 5]! + 1;
    } else if (marker === COC || marker === POC) {
      return size && { ...size, ends: [] };
    } else if (marker === TLM && length >= 4) {
      const sizes = head[body + 1]!;
      const skipped = (sizes >> 4) & 3; // bytes that number the tile
      const wide = (sizes >> 6) & 1;
      const step = skipped + (wide ? 4 : 2);
      for (let entry = body + 2; entry + step <= next; entry += step) lengths.push(wide ? view.getUint32(entry + skipped) : view.getUint16(entry + skipped));
    }
    at = next;
  }
  return undefined;
}

const running = (from: number, lengths: number[]): number[] => lengths.map((length) => (from += length));
