import { expect, it } from 'vitest';
import { widenAnswer } from './chroma';
import { parseMultipart } from './multipart';

const answer = (syntax: string, ...pixels: number[]) => {
  const text = new TextEncoder();
  const parts = [text.encode(`--b\r\nContent-Type: application/octet-stream\r\n\r\n`), Uint8Array.from(pixels), text.encode('\r\n--b--\r\n')];
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (body.set(part, at), at + part.length), 0);
  return { type: `multipart/related; type="application/octet-stream"; transfer-syntax=${syntax}; boundary=b`, body: body.buffer };
};

const frame = (type: string, body: ArrayBuffer) => [...parseMultipart(type, new Uint8Array(body))[0]!.body];

it('gives each pixel of a native frame its own chroma', () => {
  const { type, body } = answer('1.2.840.10008.1.2.1', 10, 20, 128, 130, 30, 40, 60, 61);
  expect(frame(type, widenAnswer(type, body))).toEqual([10, 128, 130, 20, 128, 130, 30, 60, 61, 40, 60, 61]);
});

it('leaves a compressed frame as it is', () => {
  const { type, body } = answer('1.2.840.10008.1.2.4.50', 10, 20, 128, 130);
  expect(frame(type, widenAnswer(type, body))).toEqual([10, 20, 128, 130]);
});
