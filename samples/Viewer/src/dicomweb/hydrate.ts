import type { DicomWeb } from './client';
import type { Attribute, DataSet } from './dataset';
import { inlineBytes, items } from './dataset';
import { Tag } from './tags';

/** The tables, and where a segmented table stands in for one (PS3.3 §C.7.9.2). */
const palettes: [string, string][] = [
  [Tag.RedPaletteData, '00281221'],
  [Tag.GreenPaletteData, '00281222'],
  [Tag.BluePaletteData, '00281223'],
];

/** Entries of a table at most (its descriptor has 16 bits). */
const maxTable = 65536;

/** The bytes of a value, wherever the server keeps them. */
export async function bytesOf(web: DicomWeb, attribute: Attribute | undefined): Promise<Uint8Array | undefined> {
  if (!attribute) return undefined;
  if (attribute.BulkDataURI) return new Uint8Array(await web.bulk(attribute.BulkDataURI));
  return inlineBytes(attribute);
}

/** Palette tables as 16-bit values: the image loader reads them from Value only. Changes the data set in place. */
export async function hydratePalettes(web: DicomWeb, instance: DataSet): Promise<void> {
  await Promise.all(
    palettes.map(async ([tag, segmented]) => {
      const attribute = instance[tag];
      if (attribute?.Value) return;
      const bytes = await bytesOf(web, attribute);
      if (attribute && bytes) attribute.Value = words(bytes);
      const segments = attribute ? undefined : await bytesOf(web, instance[segmented]);
      if (segments) instance[tag] = { vr: 'OW', Value: expandSegments(words(segments)) };
    }),
  );
}

/** A segmented palette as its plain table: discrete runs, lines, and copies of earlier segments (PS3.3 §C.7.9.2). */
export function expandSegments(data: number[]): number[] {
  const table: number[] = [];
  const walk = (from: number, segments: number, mayCopy: boolean): void => {
    for (let i = from, done = 0; i + 1 < data.length && done < segments && table.length < maxTable; done++) {
      const [operation, count] = [data[i]!, data[i + 1]!];
      if (operation === 0) {
        for (const value of data.slice(i + 2, i + 2 + count)) table.push(value);
        i += 2 + count;
      } else if (operation === 1) {
        const [start, end] = [table.at(-1) ?? 0, data[i + 2] ?? 0];
        for (let step = 1; step <= count; step++) table.push(Math.round(start + ((end - start) * step) / count));
        i += 3;
      } else if (operation === 2 && mayCopy) {
        // The offset counts words from the start of the data; what it names holds no further copies.
        walk((data[i + 2] ?? 0) + (data[i + 3] ?? 0) * 65536, count, false);
        i += 4;
      } else {
        return;
      }
    }
  };
  walk(0, Infinity, true);
  return table;
}

/** Little-endian 16-bit words. */
export function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength & ~1);
  return Array.from({ length: view.byteLength / 2 }, (_, i) => view.getUint16(i * 2, true));
}

/** Overlay planes (60xx,3000) by group: the loader and we read them as bytes. */
export async function overlayBits(web: DicomWeb, instance: DataSet, group: string): Promise<Uint8Array | undefined> {
  return bytesOf(web, instance[`${group}3000`]);
}

/** Samples of each multiplex group, in the order of the Waveform Sequence. */
export async function waveformBytes(web: DicomWeb, instance: DataSet): Promise<(Uint8Array | undefined)[]> {
  return Promise.all(items(instance, Tag.WaveformSequence).map((group) => bytesOf(web, group[Tag.WaveformData])));
}
