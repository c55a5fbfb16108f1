import type { DataSet } from '../dicomweb/dataset';
import { items, number, numbers } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import type { DisplaySet } from './displaySets';
import type { Vec3 } from './geometry';
import { cross, dot, length, sub } from './geometry';

/** Where a stack of even slices lies: steps between neighbours in mm of the patient. */
export interface VolumeGeometry {
  centre: Vec3;
  /** Steps along a row, a column and across the slices. */
  steps: [Vec3, Vec3, Vec3];
  /** Columns, rows, slices. */
  size: [number, number, number];
  /** The shortest of the steps, in mm. */
  finest: number;
}

/** Row and column spacing in mm of an image or of a frame of an enhanced object (PS3.3 §C.7.6.16.2.1). */
export function pixelSpacing(instance: DataSet, frameNumber: number): [number, number] {
  const shared = items(instance, Tag.SharedFunctionalGroupsSequence)[0];
  const frame = items(instance, Tag.PerFrameFunctionalGroupsSequence)[frameNumber - 1];
  const measures = items(frame, Tag.PixelMeasuresSequence)[0] ?? items(shared, Tag.PixelMeasuresSequence)[0];
  const [row = 1, column = row] = numbers(measures ?? instance, Tag.PixelSpacing);
  return [row, column];
}

/** The geometry of a display set that forms a volume. */
export function volumeGeometry(set: DisplaySet): VolumeGeometry {
  const first = set.pictures[0]!;
  const lead = first.plane!;
  const last = set.pictures.at(-1)!.plane!;
  const [rowSpacing, columnSpacing] = pixelSpacing(first.instance, first.frameNumber);
  const size: VolumeGeometry['size'] = [number(first.instance, Tag.Columns) ?? 1, number(first.instance, Tag.Rows) ?? 1, set.pictures.length];
  const along = scale(sub(last.position, lead.position), 1 / Math.max(1, set.pictures.length - 1));
  const steps: VolumeGeometry['steps'] = [scale(lead.row, columnSpacing), scale(lead.column, rowSpacing), along];
  const centre = steps.reduce<Vec3>((point, step, i) => add(point, scale(step, (size[i]! - 1) / 2)), lead.position);
  return { centre, steps, size, finest: Math.min(...steps.map(length)) };
}

export type PlaneName = 'axial' | 'sagittal' | 'coronal';

/** Directions of a plane's rows and columns: axial from the feet, coronal from the front, sagittal from the left. */
export const planeDirections: Record<PlaneName, { across: Vec3; down: Vec3 }> = {
  axial: { across: [1, 0, 0], down: [0, 1, 0] },
  coronal: { across: [1, 0, 0], down: [0, 0, -1] },
  sagittal: { across: [0, 1, 0], down: [0, 0, -1] },
};

/** How the server's picture of a plane lies in the patient: its middle and the size of a pixel. */
export interface PlaneView {
  across: Vec3;
  down: Vec3;
  /** Away from who looks. */
  normal: Vec3;
  middle: Vec3;
  mmPerPixel: number;
  width: number;
  height: number;
}

/** A picture of some pixels that shows the whole of a volume in a plane through a point, as the server fits it. */
export function planeView(volume: VolumeGeometry, plane: PlaneName, through: Vec3, width: number, height: number): PlaneView {
  const { across, down } = planeDirections[plane];
  const normal = cross(across, down);
  // A plane covers whole pixels of the finest spacing.
  const extent = (direction: Vec3) => Math.max(1, Math.round(volume.steps.reduce((sum, step, i) => sum + Math.abs(dot(step, direction)) * volume.size[i]!, 0) / volume.finest)) * volume.finest;
  const mmPerPixel = Math.max(extent(across) / width, extent(down) / height);
  const middle = add(volume.centre, scale(normal, dot(sub(through, volume.centre), normal)));
  return { across, down, normal, middle, mmPerPixel, width, height };
}

/** The pixel of a point, fractions between their corners. */
export const toPicture = (view: PlaneView, point: Vec3): [number, number] => {
  const from = sub(point, view.middle);
  return [view.width / 2 + dot(from, view.across) / view.mmPerPixel, view.height / 2 + dot(from, view.down) / view.mmPerPixel];
};

/** The point of a pixel. */
export const toPatient = (view: PlaneView, x: number, y: number): Vec3 =>
  add(view.middle, add(scale(view.across, (x - view.width / 2) * view.mmPerPixel), scale(view.down, (y - view.height / 2) * view.mmPerPixel)));

/** A point held inside a volume's box along the patient's axes. */
export function clampToVolume(volume: VolumeGeometry, point: Vec3): Vec3 {
  return point.map((value, axis) => {
    const half = volume.steps.reduce((sum, step, i) => sum + Math.abs(step[axis]!) * (volume.size[i]! - 1), 0) / 2;
    return Math.min(volume.centre[axis]! + half, Math.max(volume.centre[axis]! - half, value));
  }) as Vec3;
}

/** The distance in mm by which a plane is scrolled: that of the slices where it runs along them, else the finest. */
export function scrollStep(volume: VolumeGeometry, plane: PlaneName): number {
  const { across, down } = planeDirections[plane];
  const normal = cross(across, down);
  const steps = volume.steps.map((step) => Math.abs(dot(step, normal)));
  return Math.max(...steps) || volume.finest;
}

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const scale = (a: Vec3, factor: number): Vec3 => [a[0] * factor, a[1] * factor, a[2] * factor];
