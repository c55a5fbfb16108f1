import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { DisplaySet } from '../../dicom/displaySets';
import { paneId } from '../../cornerstone/names';
import { stackById } from '../../cornerstone/stack';
import type { LoadedStudy } from '../../store/reader';
import { useReader } from '../../store/reader';

interface Found {
  set: DisplaySet;
  index: number;
  /** Brings the image into a pane. */
  show(): void;
}

/** The place of an image in what is loaded. */
export function findReference(studies: Record<string, LoadedStudy>, sopUid: string, frameNumber?: number): Found | undefined {
  for (const study of Object.values(studies)) {
    for (const set of study.sets) {
      if (set.kind !== 'image' || set.source) continue;
      const index = set.pictures.findIndex((picture) => text(picture.instance, Tag.SOPInstanceUID) === sopUid && (frameNumber === undefined || picture.frameNumber === frameNumber));
      if (index >= 0) return { set, index, show: () => showImage(set, index) };
    }
  }
  return undefined;
}

/** Shows one image of a set: in the pane that has the set, else in the active one. */
export function showImage(set: DisplaySet, index: number): void {
  const state = useReader.getState();
  const at = state.panes.indexOf(set.id);
  if (state.mode !== 'stack') state.patch({ mode: 'stack' });
  if (at < 0) state.show(state.active, set.id);
  else state.patch({ active: at });
  scrollWhenReady(paneId(at < 0 ? state.active : at), set, index, 100);
}

/** A pane that has just changed has its stack a moment later. */
function scrollWhenReady(viewportId: string, set: DisplaySet, index: number, attempts: number): void {
  const viewport = stackById(viewportId);
  const ready = viewport?.element.dataset.ready === 'true' && viewport.getImageIds().length === set.pictures.length;
  if (ready) void viewport.setImageIdIndex(index);
  else if (attempts > 0) setTimeout(() => scrollWhenReady(viewportId, set, index, attempts - 1), 50);
}
