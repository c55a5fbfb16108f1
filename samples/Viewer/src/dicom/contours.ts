import type { DataSet } from '../dicomweb/dataset';
import { items, number, numbers, text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import type { Picture } from './displaySets';
import type { Vec3 } from './geometry';
import { along, dot, normal, sub } from './geometry';
import { pixelSpacing } from './volumeGeometry';

// RT structure sets (PS3.3 §A.19, §C.8.8.5, §C.8.8.6): outlines of regions over the images that they were drawn on. Pure.

interface Contour {
  /** Closed unless the file says that it is open, or a single point. */
  type: string;
  points: Vec3[];
  /** The image that it was drawn on; empty where the file names none. */
  sopUid: string;
}

export interface Region {
  number: number;
  name: string;
  color: [number, number, number];
  frameOfReference: string;
  contours: Contour[];
}

const fallback: [number, number, number] = [255, 221, 87];

/** The regions of a structure set, in the file's order. */
export function readStructureSet(instance: DataSet): Region[] {
  const names = new Map(items(instance, '30060020').map((roi) => [number(roi, '30060022'), roi]));
  return items(instance, '30060039').map((region, i) => {
    const roi = names.get(number(region, '30060084'));
    const color = numbers(region, '3006002A');
    return {
      number: number(region, '30060084') ?? i + 1,
      name: text(roi, '30060026'),
      color: color.length === 3 ? (color as [number, number, number]) : fallback,
      frameOfReference: text(roi, '30060024') || text(instance, Tag.FrameOfReferenceUID),
      contours: items(region, '30060040').map((contour) => ({
        type: text(contour, '30060042'),
        points: triples(numbers(contour, '30060050')),
        sopUid: text(items(contour, '30060016')[0], Tag.ReferencedSOPInstanceUID),
      })),
    };
  });
}

function triples(values: number[]): Vec3[] {
  return Array.from({ length: Math.floor(values.length / 3) }, (_, i): Vec3 => [values[i * 3]!, values[i * 3 + 1]!, values[i * 3 + 2]!]);
}

/** A contour on an image: its points as column and row, with (0, 0) the corner of the first pixel. */
export interface Outline {
  key: string;
  name: string;
  color: [number, number, number];
  closed: boolean;
  points: [number, number][];
}

/** What of the regions lies on an image: what was drawn on it, and what without an image of its own lies in its plane. */
export function outlinesOn(regions: Region[], picture: Picture): Outline[] {
  const { instance, plane, frameNumber } = picture;
  if (!plane) return [];
  const sopUid = text(instance, Tag.SOPInstanceUID);
  const frameOfReference = text(instance, Tag.FrameOfReferenceUID);
  const [rowSpacing, columnSpacing] = pixelSpacing(instance, frameNumber);
  const direction = normal(plane);
  // Half a slice to each side; where two images share a border, both show it.
  const reach = Math.max(0.05, (number(instance, Tag.SliceThickness) ?? 1) / 2);
  const lies = (contour: Contour) => (contour.sopUid ? contour.sopUid === sopUid : contour.points.every((point) => Math.abs(dot(point, direction) - along(plane, direction)) <= reach));
  return regions
    .filter((region) => !region.frameOfReference || region.frameOfReference === frameOfReference)
    .flatMap((region) =>
      region.contours.map((contour, i) => ({ contour, key: `${region.number}:${i}`, region })).filter(({ contour }) => contour.points.length > 0 && lies(contour)),
    )
    .map(({ contour, key, region }) => ({
      key,
      name: region.name,
      color: region.color,
      closed: /^CLOSED/.test(contour.type) || contour.type === '',
      points: contour.points.map((point): [number, number] => {
        const from = sub(point, plane.position);
        return [dot(from, plane.row) / columnSpacing + 0.5, dot(from, plane.column) / rowSpacing + 0.5];
      }),
    }));
}
