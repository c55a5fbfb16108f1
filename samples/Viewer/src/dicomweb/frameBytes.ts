import { HttpError } from './client';

/** The bytes of one frame on their way: its head by itself, then the rest, or all at once (PS3.18 §10.4; RFC 9110 §14). */
export class FrameBytes {
  contentType = '';
  private buffer = new Uint8Array(0);
  private length = 0;
  private total: number | undefined;
  private tag: string | null = null;
  private last: Promise<void> = Promise.resolve();

  /** @param more Called as bytes come. */
  constructor(
    private readonly uri: string,
    private readonly more: () => void,
  ) {}

  /** What has come so far, from the first byte on. */
  get received(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  get isWhole(): boolean {
    return this.total !== undefined && this.length === this.total;
  }

  /** Fetches the first bytes, when there are none yet. */
  fetchHead(count: number): Promise<void> {
    return this.inTurn(() => (this.length > 0 ? Promise.resolve() : this.fetch(count)));
  }

  /** Fetches what is missing. */
  fetchRest(): Promise<void> {
    return this.inTurn(() => (this.isWhole ? Promise.resolve() : this.fetch()));
  }

  /** One request at a time: the next begins where that has ended. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  private async fetch(count?: number): Promise<void> {
    const first = this.length;
    const headers: Record<string, string> = { Accept: 'application/octet-stream; transfer-syntax=*' };
    if (first > 0 || count !== undefined) headers.Range = `bytes=${first}-${count === undefined ? '' : first + count - 1}`;
    // The bytes of another state would not fit: then the whole comes anew.
    if (first > 0 && this.tag) headers['If-Range'] = this.tag;
    const response = await fetch(this.uri, { headers });
    if (!response.ok || !response.body) throw new HttpError(response.status, `the frame: ${response.status} ${response.statusText}`);
    const range = response.status === 206 ? /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '') : undefined;
    if (range === null || (range && Number(range[1]) !== first)) throw new HttpError(response.status, 'the frame: another range than was asked for');
    this.contentType = response.headers.get('Content-Type') ?? '';
    this.tag = response.headers.get('ETag');
    this.total = range ? Number(range[3]) : undefined;
    if (!range) this.length = 0;
    const end = range ? Number(range[2]) + 1 : undefined;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      this.append(value, end);
      this.more();
    }
    if (end !== undefined && this.length !== end) throw new HttpError(response.status, 'the frame: the answer was cut');
    if (!range) this.total = this.length;
    this.more();
  }

  private append(chunk: Uint8Array, end: number | undefined): void {
    const needed = this.length + chunk.length;
    if (end !== undefined && needed > end) throw new HttpError(206, 'the frame: more bytes than the range has');
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(end ?? Math.max(needed, 2 * this.buffer.length));
      larger.set(this.received);
      this.buffer = larger;
    }
    this.buffer.set(chunk, this.length);
    this.length = needed;
  }
}
