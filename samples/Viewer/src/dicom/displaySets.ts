import type { DataSet } from '../dicomweb/dataset';
import { has, items, number, numbers, text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import type { Plane, Vec3 } from './geometry';
import { along, isParallel, normal, sub } from './geometry';
import { viewOf } from './projections';
import type { Kind } from './sopClasses';
import { kindOf } from './sopClasses';

/** One picture of a display set: a frame of an instance. */
export interface Picture {
  instance: DataSet;
  frameNumber: number;
  plane?: Plane;
}

/** What one pane shows: a series, or one of its multi-frame objects or documents. */
export interface DisplaySet {
  id: string;
  kind: Kind;
  studyUid: string;
  seriesUid: string;
  modality: string;
  number: number;
  description: string;
  bodyPart: string;
  frameOfReference: string;
  pictures: Picture[];
  /** The slices are parallel, evenly spaced and more than a few: fit for MPR. */
  isVolume: boolean;
  /** Made from a key object selection or a presentation state rather than from its own series. */
  source?: 'ko' | 'pr';
  /** The presentation state that it is shown by. */
  presentation?: DataSet;
}

export function frameCount(instance: DataSet): number {
  return Math.max(1, number(instance, Tag.NumberOfFrames) ?? 1);
}

/** What a functional group says of a frame, of its own or for all (PS3.3 §C.7.6.16.2); without the group, the instance itself. */
export function frameGroup(instance: DataSet, frameNumber: number, sequence: string): DataSet {
  const shared = items(instance, Tag.SharedFunctionalGroupsSequence)[0];
  const frame = items(instance, Tag.PerFrameFunctionalGroupsSequence)[frameNumber - 1];
  return items(frame, sequence)[0] ?? items(shared, sequence)[0] ?? instance;
}

/** Where a frame lies. */
export function framePlane(instance: DataSet, frameNumber: number): Plane | undefined {
  const orientation = numbers(frameGroup(instance, frameNumber, Tag.PlaneOrientationSequence), Tag.ImageOrientationPatient);
  const position = numbers(frameGroup(instance, frameNumber, Tag.PlanePositionSequence), Tag.ImagePositionPatient);
  if (orientation.length !== 6 || position.length !== 3) return undefined;
  return { position: position as Vec3, row: orientation.slice(0, 3) as Vec3, column: orientation.slice(3) as Vec3 };
}

/** An image may have rows and columns and no pixels: a header that was kept without them. */
function hasPixels(instance: DataSet): boolean {
  return has(instance, Tag.Rows) && [Tag.PixelData, Tag.FloatPixelData, Tag.DoubleFloatPixelData].some((tag) => has(instance, tag));
}

const rle = '1.2.840.10008.1.2.5';

/** No decoder of this page takes 64 bits a pixel, nor 32 in RLE, as doses have them: the server draws those. */
function isBeyondThisPage(instance: DataSet, syntax: string): boolean {
  return has(instance, Tag.DoubleFloatPixelData) || (syntax === rle && (number(instance, Tag.BitsAllocated) ?? 0) > 16);
}

/** The display sets of one series, from its metadata. */
export function displaySets(instances: DataSet[]): DisplaySet[] {
  const groups = new Map<string, DataSet[]>();
  for (const instance of instances) {
    const syntax = text(instance, Tag.AvailableTransferSyntaxUID) || text(instance, Tag.TransferSyntaxUID);
    const usual = kindOf(text(instance, Tag.SOPClassUID), hasPixels(instance), syntax);
    const kind = usual === 'image' && isBeyondThisPage(instance, syntax) ? 'rendered' : usual;
    // A clip, an enhanced object and a document stand for themselves; single images of one size and view form a stack.
    const own = kind !== 'image' || frameCount(instance) > 1;
    const size = `${number(instance, Tag.Rows)}x${number(instance, Tag.Columns)}`;
    const key = own ? `${kind}|${text(instance, Tag.SOPInstanceUID)}` : `${kind}|${orientationKey(instance)}|${size}|${viewOf(instance)}`;
    groups.set(key, [...(groups.get(key) ?? []), instance]);
  }
  return [...groups].map(([key, members]) => displaySet(key.split('|')[0] as Kind, members)).sort((a, b) => first(a) - first(b));
}

const first = (set: DisplaySet): number => number(set.pictures[0]?.instance, Tag.InstanceNumber) ?? 0;

/** A localizer's orthogonal planes in one series do not scroll as one stack. */
function orientationKey(instance: DataSet): string {
  return numbers(instance, Tag.ImageOrientationPatient)
    .map((part) => (Math.round(part * 10) / 10 + 0).toFixed(1))
    .join(',');
}

function displaySet(kind: Kind, instances: DataSet[]): DisplaySet {
  const lead = instances[0]!;
  const pictures = sortPictures(
    instances.flatMap((instance) => Array.from({ length: kind === 'image' || kind === 'rendered' ? frameCount(instance) : 1 }, (_, i) => ({ instance, frameNumber: i + 1, plane: framePlane(instance, i + 1) }))),
  );
  return {
    id: `${text(lead, Tag.SeriesInstanceUID)}/${text(lead, Tag.SOPInstanceUID)}`,
    kind,
    studyUid: text(lead, Tag.StudyInstanceUID),
    seriesUid: text(lead, Tag.SeriesInstanceUID),
    modality: text(lead, Tag.Modality),
    number: number(lead, Tag.SeriesNumber) ?? 0,
    description: text(lead, Tag.SeriesDescription) || text(lead, Tag.DocumentTitle),
    bodyPart: text(lead, Tag.BodyPartExamined),
    frameOfReference: text(lead, Tag.FrameOfReferenceUID),
    pictures,
    isVolume: kind === 'image' && formsVolume(pictures),
  };
}

/** By position along the normal where all planes are parallel and differ; else by instance and frame number. */
export function sortPictures(pictures: Picture[]): Picture[] {
  const planes = pictures.map((picture) => picture.plane);
  const lead = planes[0];
  const byNumber = (a: Picture, b: Picture) => (number(a.instance, Tag.InstanceNumber) ?? 0) - (number(b.instance, Tag.InstanceNumber) ?? 0) || a.frameNumber - b.frameNumber;
  if (!lead || !planes.every((plane) => plane && isParallel(plane, lead))) return [...pictures].sort(byNumber);
  const direction = normal(lead);
  const places = new Set(planes.map((plane) => Math.round(along(plane!, direction) * 100)));
  if (places.size < pictures.length) return [...pictures].sort(byNumber); // phases or echoes: keep the sequence that the scanner gave
  return [...pictures].sort((a, b) => along(a.plane!, direction) - along(b.plane!, direction));
}

/** Parallel, at even distances, not sheared (gantry tilt): the sort must have been done. */
export function formsVolume(pictures: Picture[]): boolean {
  const planes = pictures.map((picture) => picture.plane);
  const lead = planes[0];
  if (pictures.length < 4 || !lead || (number(pictures[0]!.instance, Tag.SamplesPerPixel) ?? 1) !== 1) return false;
  if (!planes.every((plane) => plane && isParallel(plane, lead))) return false;
  const direction = normal(lead);
  const step = along(planes[1]!, direction) - along(lead, direction);
  if (Math.abs(step) < 1e-3) return false;
  return planes.every((plane, i) => {
    const shift = sub(plane!.position, lead.position);
    const expected: Vec3 = [direction[0] * step * i, direction[1] * step * i, direction[2] * step * i];
    const error = sub(shift, expected);
    return Math.hypot(...error) < Math.max(0.1, Math.abs(step) * 0.1);
  });
}
