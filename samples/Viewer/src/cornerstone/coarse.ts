import type { Types } from '@cornerstonejs/core';
import { Enums, utilities } from '@cornerstonejs/core';

/**
 * A picture of a lower resolution in the size of the whole one, so that it lies where that will lie. A sample of it stands where every second
 * sample of the next finer resolution stands (ISO/IEC 15444-1 §F): between them it is interpolated.
 */
export function enlarged(coarse: Types.IImage, columns: number, rows: number, halvings: number): Types.IImage {
  const values = coarse.voxelManager?.getScalarData() as Types.PixelDataTypedArray;
  const samples = Math.round(values.length / (coarse.columns * coarse.rows));
  const scalarData = new (values.constructor as new (length: number) => Types.PixelDataTypedArray)(columns * rows * samples);
  const scale = 2 ** halvings;
  const across = Array.from({ length: columns }, (_, column) => step(column / scale, coarse.columns));
  for (let row = 0, to = 0; row < rows; row++) {
    const [upper, lower, down] = step(row / scale, coarse.rows);
    const [above, below] = [upper * coarse.columns, lower * coarse.columns];
    for (const [left, right, share] of across) {
      for (let sample = 0; sample < samples; sample++) {
        const at = (line: number, column: number) => values[(line + column) * samples + sample]!;
        const high = at(above, left) + (at(above, right) - at(above, left)) * share;
        const low = at(below, left) + (at(below, right) - at(below, left)) * share;
        scalarData[to++] = high + (low - high) * down;
      }
    }
  }
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({ scalarData, width: columns, height: rows, numberOfComponents: samples });
  const imageFrame = { ...coarse.imageFrame, rows, columns, pixelData: scalarData, pixelDataLength: scalarData.length } as Types.IImage['imageFrame'];
  // A canvas of its own would be kept by image ID, whatever the resolution.
  return { ...coarse, rows, columns, height: rows, width: columns, voxelManager, imageFrame, getPixelData: () => scalarData, getCanvas: undefined as never, sizeInBytes: scalarData.byteLength, imageQualityStatus: Enums.ImageQualityStatus.SUBRESOLUTION };
}

/** The two samples beside a place, and how far it lies from the first to the second. */
function step(place: number, count: number): [number, number, number] {
  const first = Math.min(count - 1, Math.floor(place));
  return [first, Math.min(count - 1, first + 1), place - first < 1 ? place - first : 0];
}
