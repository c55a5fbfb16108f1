import type { DicomWeb } from './client';
import type { Attribute, DataSet } from './dataset';
import { inlineBytes, items } from './dataset';
import { Tag } from './tags';

const palettes = [Tag.RedPaletteData, Tag.GreenPaletteData, Tag.BluePaletteData];

/** The bytes of a value, wherever the server keeps them. */
export async function bytesOf(web: DicomWeb, attribute: Attribute | undefined): Promise<Uint8Array | undefined> {
  if (!attribute) return undefined;
  if (attribute.BulkDataURI) return new Uint8Array(await web.bulk(attribute.BulkDataURI));
  return inlineBytes(attribute);
}

/** Palette tables as 16-bit values: the image loader reads them from Value only. Changes the data set in place. */
export async function hydratePalettes(web: DicomWeb, instance: DataSet): Promise<void> {
  await Promise.all(
    palettes.map(async (tag) => {
      const attribute = instance[tag];
      if (!attribute || attribute.Value) return;
      const bytes = await bytesOf(web, attribute);
      if (bytes) attribute.Value = words(bytes);
    }),
  );
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
