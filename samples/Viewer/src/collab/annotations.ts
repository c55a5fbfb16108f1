import type { Types } from '@cornerstonejs/tools';
import { annotation, utilities } from '@cornerstonejs/tools';
import { engineId, paneId } from '../cornerstone/names';
import { measurementsNow } from '../features/measurements/useAnnotations';
import { useReader } from '../store/reader';

/** The measurements as text for the others: points and words; what tools compute they compute themselves. */
export function captureAnnotations(): string {
  return JSON.stringify(
    measurementsNow().map(({ annotationUID, metadata, data }) => ({
      annotationUID,
      metadata: { ...metadata, enabledElement: undefined },
      data: { ...data, cachedStats: {}, handles: data.handles && { ...data.handles, activeHandleIndex: null } },
    })),
  );
}

/** Makes our measurements what the others have: adds, changes and removes. */
export function applyAnnotations(json: string): void {
  const theirs = JSON.parse(json) as Types.Annotation[];
  const uids = new Set(theirs.map((item) => item.annotationUID));
  for (const mine of measurementsNow()) if (!uids.has(mine.annotationUID)) annotation.state.removeAnnotation(mine.annotationUID!);
  for (const item of theirs) {
    const mine = annotation.state.getAnnotation(item.annotationUID!);
    if (mine) {
      mine.data = { ...mine.data, ...item.data };
      mine.invalidated = true;
    } else {
      annotation.state.addAnnotation({ ...item, invalidated: true, isVisible: true, isLocked: false, highlighted: false }, item.metadata?.FrameOfReferenceUID ?? engineId);
    }
  }
  utilities.triggerAnnotationRenderForViewportIds(useReader.getState().panes.map((_, i) => paneId(i)));
}
