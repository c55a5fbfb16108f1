import type { DataSet } from '../dicomweb/dataset';
import { items, number, numbers, text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import { framePlane } from './displaySets';
import type { Plane } from './geometry';
import { along, dot, length, normal, sub } from './geometry';

// Segmentations (PS3.3 §A.51, §C.8.20) as masks over the images that they were drawn on. Pure.

export interface Segment {
  number: number;
  label: string;
  color: [number, number, number];
}

interface SegFrame {
  index: number;
  segment: number;
  sopUid: string;
  plane: Plane | undefined;
}

export interface Segmentation {
  rows: number;
  columns: number;
  bitsAllocated: number;
  /** Value that stands for certainty in a fractional segmentation; 1 for a binary one, 0 for a label map. */
  maximum: number;
  segments: Segment[];
  frames: SegFrame[];
  frameOfReference: string;
}

const fallbackColors: [number, number, number][] = [[239, 83, 80], [66, 165, 245], [102, 187, 106], [255, 202, 40], [171, 71, 188], [38, 198, 218], [255, 112, 67], [141, 110, 99]];

export function readSegmentation(instance: DataSet): Segmentation {
  const shared = items(instance, Tag.SharedFunctionalGroupsSequence)[0];
  const type = text(instance, '00620001');
  return {
    rows: number(instance, Tag.Rows) ?? 0,
    columns: number(instance, Tag.Columns) ?? 0,
    bitsAllocated: number(instance, '00280100') ?? 1,
    maximum: type === 'LABELMAP' ? 0 : type === 'FRACTIONAL' ? (number(instance, '0062000E') ?? 255) : 1,
    segments: items(instance, '00620002').map((segment, i) => ({
      number: number(segment, '00620004') ?? i + 1,
      label: text(segment, '00620005'),
      color: labToRgb(numbers(segment, '0062000D')) ?? fallbackColors[i % fallbackColors.length]!,
    })),
    frames: items(instance, Tag.PerFrameFunctionalGroupsSequence).map((group, index) => {
      const pick = (tag: string) => items(group, tag)[0] ?? items(shared, tag)[0];
      const derivation = pick('00089124');
      const source = items(derivation, '00082112')[0];
      return { index, segment: number(pick('0062000A'), '0062000B') ?? 1, sopUid: text(source, Tag.ReferencedSOPInstanceUID), plane: framePlane(instance, index + 1) };
    }),
    frameOfReference: text(instance, Tag.FrameOfReferenceUID),
  };
}

/** The frames that lie on an image: by reference where the file says so, else by their place. */
export function framesOn(segmentation: Segmentation, sopUid: string, plane: Plane | undefined, frameOfReference: string): SegFrame[] {
  return segmentation.frames.filter((frame) => {
    if (frame.sopUid) return frame.sopUid === sopUid && sameGrid(frame.plane, plane);
    return frameOfReference === segmentation.frameOfReference && sameGrid(frame.plane, plane) && plane !== undefined;
  });
}

/** Same corner within a tenth of a millimetre and same directions; a frame without a plane is taken at its reference's word. */
function sameGrid(a: Plane | undefined, b: Plane | undefined): boolean {
  if (!a || !b) return true;
  return dot(a.row, b.row) > 0.999 && dot(a.column, b.column) > 0.999 && Math.abs(along(a, normal(b)) - along(b, normal(b))) < 0.5 && length(sub(a.position, b.position)) < 1;
}

/** The frames painted over each other as RGBA; transparent where nothing is segmented. */
export function segmentationImage(segmentation: Segmentation, frames: SegFrame[], pixels: Uint8Array, opacity: number): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns, bitsAllocated, maximum } = segmentation;
  const size = rows * columns;
  const rgba = new Uint8ClampedArray(size * 4);
  const colors = new Map(segmentation.segments.map((segment) => [segment.number, segment.color]));
  for (const frame of frames) {
    for (let i = 0; i < size; i++) {
      const at = frame.index * size + i;
      const value = bitsAllocated === 1 ? ((pixels[at >> 3] ?? 0) >> (at & 7)) & 1 : bitsAllocated === 16 ? (pixels[at * 2] ?? 0) | ((pixels[at * 2 + 1] ?? 0) << 8) : (pixels[at] ?? 0);
      if (value === 0) continue;
      const color = colors.get(maximum === 0 ? value : frame.segment);
      if (!color) continue;
      rgba.set(color, i * 4);
      rgba[i * 4 + 3] = Math.round(255 * opacity * (maximum === 0 ? 1 : value / maximum));
    }
  }
  return rgba;
}

/** Recommended Display CIELab Value (PS3.3 §C.10.7.1.1), 16-bit encoded, to sRGB. */
export function labToRgb(encoded: number[]): [number, number, number] | undefined {
  const [l, a, b] = encoded;
  if (l === undefined || a === undefined || b === undefined) return undefined;
  const light = (l / 65535) * 100;
  const fy = (light + 16) / 116;
  const fx = fy + ((a / 65535) * 255 - 128) / 500;
  const fz = fy - ((b / 65535) * 255 - 128) / 200;
  const inverse = (t: number) => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
  // D50, as the profile connection space has it, adapted to sRGB's D65 (Bradford).
  const [x, y, z] = [0.9642 * inverse(fx), inverse(fy), 0.8249 * inverse(fz)];
  const linear = [3.1338561 * x - 1.6168667 * y - 0.4906146 * z, -0.9787684 * x + 1.9161415 * y + 0.033454 * z, 0.0719453 * x - 0.2289914 * y + 1.4052427 * z];
  const gamma = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * Math.max(0, v) ** (1 / 2.4) - 0.055);
  return linear.map((v) => Math.round(255 * Math.min(1, Math.max(0, gamma(v))))) as [number, number, number];
}
