import type { DataSet } from '../dicomweb/dataset';
import { items, number, text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';

export interface ImageReference {
  sopUid: string;
  /** From 1; undefined for the whole instance. */
  frameNumber?: number;
}

/** The images that a key object selection names, in its order (PS3.3 §C.17.6.2). */
export function keyImages(document: DataSet): ImageReference[] {
  return items(document, Tag.ContentSequence)
    .filter((item) => text(item, Tag.ValueType) === 'IMAGE')
    .flatMap((item) => items(item, Tag.ReferencedSOPSequence))
    .map((reference) => ({ sopUid: text(reference, Tag.ReferencedSOPInstanceUID), frameNumber: number(reference, Tag.ReferencedFrameNumber) }));
}

/** The images that a presentation state is for (PS3.3 §C.11.11). */
export function presentedImages(state: DataSet): ImageReference[] {
  return items(state, Tag.ReferencedSeriesSequence)
    .flatMap((series) => items(series, Tag.ReferencedImageSequence))
    .map((reference) => ({ sopUid: text(reference, Tag.ReferencedSOPInstanceUID), frameNumber: number(reference, Tag.ReferencedFrameNumber) }));
}
