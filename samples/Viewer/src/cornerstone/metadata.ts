import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import type { DicomWeb } from '../dicomweb/client';
import { widenAnswer } from '../dicomweb/chroma';
import type { DataSet } from '../dicomweb/dataset';
import { has, number, numbers, text } from '../dicomweb/dataset';
import { hydratePalettes } from '../dicomweb/hydrate';
import { Tag } from '../dicomweb/tags';
import type { DisplaySet, Picture } from '../dicom/displaySets';
import { frameCount, frameGroup, framePlane } from '../dicom/displaySets';
import { suvFactor } from '../dicom/suv';
import { drawWhileItComes } from './progressive';

/** What an image ID stands for. */
interface Entry {
  set: DisplaySet;
  picture: Picture;
}

const byImageId = new Map<string, Entry>();
const imageIdsBySet = new Map<string, string[]>();

const progressiveSyntaxes = new Set(['1.2.840.10008.1.2.4.201', '1.2.840.10008.1.2.4.202', '1.2.840.10008.1.2.4.203']);

export function imageIdOf(web: DicomWeb, picture: Picture): string {
  const { instance } = picture;
  return `wadors:${web.frameUri(text(instance, Tag.StudyInstanceUID), text(instance, Tag.SeriesInstanceUID), text(instance, Tag.SOPInstanceUID), picture.frameNumber)}`;
}

/** Makes the pictures of a display set known to the loader; answers their image IDs in order. */
export async function registerDisplaySet(web: DicomWeb, set: DisplaySet): Promise<string[]> {
  const known = imageIdsBySet.get(set.id);
  if (known) return known;
  const instances = new Set(set.pictures.map((picture) => picture.instance));
  await Promise.all([...instances].map((instance) => hydratePalettes(web, instance)));
  const narrow = new Set([...instances].filter((instance) => text(instance, Tag.PhotometricInterpretation) === 'YBR_FULL_422'));
  const imageIds = set.pictures.map((picture) => {
    const imageId = imageIdOf(web, picture);
    if (narrow.has(picture.instance)) expectWideChroma(imageId, picture.instance);
    // Of a multi-frame object the loader wants the whole metadata under its first frame, and combines by itself.
    const first = picture.frameNumber === 1 ? imageId : imageIdOf(web, { ...picture, frameNumber: 1 });
    dicomImageLoader.wadors.metaDataManager.add(first, picture.instance as never);
    if (progressiveSyntaxes.has(text(picture.instance, Tag.AvailableTransferSyntaxUID))) drawWhileItComes(imageId);
    // A picture that key objects show again keeps its own series.
    if (!byImageId.has(imageId) || set.source === undefined) byImageId.set(imageId, { set, picture });
    return imageId;
  });
  imageIdsBySet.set(set.id, imageIds);
  return imageIds;
}

const halfChroma = new Set<string>();

/**
 * The loader takes native frames to have three samples a pixel: those with chroma for every second pixel are widened on their way in,
 * and their metadata says so.
 */
function expectWideChroma(imageId: string, instance: DataSet): void {
  // The decoder of JPEG XL gives red, green and blue, whatever the stream holds.
  const given = /^1\.2\.840\.10008\.1\.2\.4\.11[0-2]$/.test(text(instance, Tag.AvailableTransferSyntaxUID)) ? 'RGB' : 'YBR_FULL';
  instance[Tag.PhotometricInterpretation] = { vr: 'CS', Value: [given] };
  halfChroma.add(imageId);
}

/** What becomes of an answer before the loader sees it. */
export function beforeProcessing(request: XMLHttpRequest): Promise<ArrayBuffer> {
  const address = new URL(request.responseURL);
  const answer = request.response as ArrayBuffer;
  return Promise.resolve(halfChroma.has(`wadors:${address.pathname}`) ? widenAnswer(request.getResponseHeader('Content-Type') ?? '', answer) : answer);
}

export const entryOf = (imageId: string | undefined): Entry | undefined => (imageId === undefined ? undefined : byImageId.get(imageId));

/** Image IDs by "SOPInstanceUID:frame", as structured reports refer to them. */
export function imageIdsByReference(): Record<string, string> {
  return Object.fromEntries([...byImageId].map(([imageId, { picture }]) => [`${text(picture.instance, Tag.SOPInstanceUID)}:${picture.frameNumber}`, imageId]));
}

/**
 * Metadata that the loader's own provider lacks: the naturalized attributes that a report copies from its images,
 * the frame number, the windows and the plane of a frame of an enhanced object, and what makes uptake values of those of PET.
 */
export function instanceProvider(type: string, imageId: unknown): unknown {
  if (typeof imageId !== 'string') return undefined;
  const entry = byImageId.get(imageId);
  if (!entry) return undefined;
  if (type === 'instance') return naturalized(entry.picture.instance);
  if (type === 'frameNumber') return entry.picture.frameNumber;
  if (type === 'voiLutModule') return windows(entry.picture);
  if (type === 'scalingModule') return uptake(entry.picture.instance);
  if (type === 'petSeriesModule' && has(entry.picture.instance, Tag.Units)) return { units: text(entry.picture.instance, Tag.Units) };
  return undefined;
}

/**
 * The windows of a frame and their function. The loader's own provider gives the function as a text of which the loader takes the first
 * letter; by this other name it takes the whole.
 */
function windows({ instance, frameNumber }: Picture): object {
  // The window of the file counts in the units of its values, not in those that are shown.
  if (suvFactor(instance) !== undefined) return { windowCenter: [suvWindow.center], windowWidth: [suvWindow.width] };
  const group = frameGroup(instance, frameNumber, Tag.FrameVOILUTSequence);
  const [centers, widths] = [numbers(group, Tag.WindowCenter), numbers(group, Tag.WindowWidth)];
  const complete = centers.length > 0 && widths.length > 0;
  return { windowCenter: complete ? centers : undefined, windowWidth: complete ? widths : undefined, voiLutFunction: text(group, Tag.VOILUTFunction) || undefined };
}

/** What PET is shown in at first, here as where WebGL draws (Cornerstone's own choice). */
export const suvWindow = { center: 2.5, width: 5 };

function uptake(instance: DataSet): { suvbw: number } | undefined {
  const suvbw = suvFactor(instance);
  return suvbw === undefined ? undefined : { suvbw };
}

const copied = [
  'SOPClassUID', 'SOPInstanceUID', 'StudyInstanceUID', 'SeriesInstanceUID', 'StudyDate', 'StudyTime', 'AccessionNumber', 'StudyDescription', 'ReferringPhysicianName',
  'PatientName', 'PatientID', 'PatientBirthDate', 'PatientSex', 'PatientAge', 'Modality', 'FrameOfReferenceUID',
] as const;

function naturalized(instance: DataSet): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const keyword of copied) {
    const value = instance[Tag[keyword]]?.Value?.[0];
    // Names keep their components; absent Type 2 attributes are written empty.
    result[keyword] = typeof value === 'object' && value !== null && 'Alphabetic' in value ? value.Alphabetic : (value ?? '');
  }
  result.StudyID = text(instance, '00200010');
  result.Rows = number(instance, Tag.Rows);
  result.Columns = number(instance, Tag.Columns);
  result.PixelSpacing = numbers(instance, Tag.PixelSpacing);
  result.NumberOfFrames = frameCount(instance);
  const plane = framePlane(instance, 1);
  if (plane) {
    result.ImagePositionPatient = plane.position;
    result.ImageOrientationPatient = [...plane.row, ...plane.column];
  }
  return result;
}
