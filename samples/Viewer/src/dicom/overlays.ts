import type { DataSet } from '../dicomweb/dataset';
import { number, numbers, text } from '../dicomweb/dataset';

/** An overlay plane of group 60xx (PS3.3 §C.9.2). */
export interface OverlayPlane {
  group: string;
  rows: number;
  columns: number;
  /** Row and column of its first bit in the image, from 0. */
  row: number;
  column: number;
  label: string;
  frames: number;
  /** Image frame, from 1, that its first frame belongs to. */
  firstFrame: number;
}

export function overlayPlanes(instance: DataSet): OverlayPlane[] {
  return Object.keys(instance)
    .filter((tag) => /^60[0-9A-F]{2}0010$/i.test(tag))
    .map((tag) => tag.slice(0, 4))
    // Bits inside the pixels (retired) have no data of their own: nothing to draw.
    .filter((group) => instance[`${group}3000`] !== undefined && (number(instance, `${group}0100`) ?? 1) === 1)
    .map((group) => {
      const [row = 1, column = 1] = numbers(instance, `${group}0050`);
      return {
        group,
        rows: number(instance, `${group}0010`) ?? 0,
        columns: number(instance, `${group}0011`) ?? 0,
        row: row - 1,
        column: column - 1,
        label: text(instance, `${group}1500`),
        frames: number(instance, `${group}0015`) ?? 1,
        firstFrame: number(instance, `${group}0051`) ?? 1,
      };
    });
}

/** One frame of an overlay as RGBA: its bits in a colour, the rest transparent. Bits run from the least significant. */
export function overlayImage(plane: OverlayPlane, bits: Uint8Array, frameNumber: number, color: [number, number, number]): Uint8ClampedArray<ArrayBuffer> | undefined {
  // One overlay frame stands for all images of the instance.
  const index = plane.frames === 1 ? 0 : frameNumber - plane.firstFrame;
  if (index < 0 || index >= plane.frames) return undefined;
  const size = plane.rows * plane.columns;
  const rgba = new Uint8ClampedArray(size * 4);
  for (let i = 0, bit = index * size; i < size; i++, bit++) {
    if (((bits[bit >> 3] ?? 0) >> (bit & 7)) & 1) {
      rgba[i * 4] = color[0];
      rgba[i * 4 + 1] = color[1];
      rgba[i * 4 + 2] = color[2];
      rgba[i * 4 + 3] = 255;
    }
  }
  return rgba;
}
