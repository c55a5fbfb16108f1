import { expect, it } from 'vitest';
import { readCodestream } from './codestream';

const u16 = (value: number) => [value >> 8, value & 255];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)];
const segment = (marker: number, body: number[]) => [...u16(marker), ...u16(body.length + 2), ...body];

const size = (columns: number, rows: number, tile = columns) => segment(0xff51, [...u16(0x4000), ...[columns, rows, 0, 0, tile, rows, 0, 0].flatMap(u32), ...u16(1), 11, 1, 1]);
const coding = (progression: number, levels: number) => segment(0xff52, [0, progression, 0, 1, 0, levels, 4, 4, 0x40, 1]);
const lengths = (...parts: number[]) => segment(0xff55, [0, 0x50, ...parts.flatMap((length) => [0, ...u32(length)])]);
const stream = (...segments: number[][]) => Uint8Array.from([...u16(0xff4f), ...segments.flat(), ...u16(0xff90), 0, 10]);

it('tells where each resolution of a frame ends', () => {
  const head = stream(size(512, 300), coding(2, 2), lengths(100, 200, 4000));
  const begin = head.length - 4;
  expect(readCodestream(head)).toEqual({ columns: 512, rows: 300, ends: [begin + 100, begin + 300, begin + 4300] });
});

it.each([
  ['is in the order of its layers', [size(512, 300), coding(0, 2), lengths(100, 200, 4000)]],
  ['has no lengths', [size(512, 300), coding(2, 2)]],
  ['has other parts than one for each resolution', [size(512, 300), coding(2, 2), lengths(4300)]],
  ['has several tiles', [size(512, 300, 256), coding(2, 0), lengths(100)]],
])('tells of no resolutions where the frame %s', (_, segments) => {
  expect(readCodestream(stream(...segments))).toEqual({ columns: 512, rows: 300, ends: [] });
});

it('waits for the whole header', () => {
  const head = stream(size(512, 300), coding(2, 2), lengths(100, 200, 4000));
  for (let length = 0; length < head.length - 2; length++) expect(readCodestream(head.slice(0, length))).toBeUndefined();
});

it('is not misled by what is no codestream, or a broken one', () => {
  expect(readCodestream(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBeUndefined();
  expect(readCodestream(Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 0, 0, 0))).toBeUndefined();
  expect(readCodestream(Uint8Array.of(0xff, 0x4f, 0xff, 0x52, 0, 4, 0, 0, 0xff, 0x90, 0, 10))).toBeUndefined();
});
