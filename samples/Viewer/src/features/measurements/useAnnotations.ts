import { eventTarget } from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/tools';
import { annotation, Enums } from '@cornerstonejs/tools';
import { useEffect, useState } from 'react';
import { storableTools } from '../../dicom/measurementReport';

const events = [Enums.Events.ANNOTATION_COMPLETED, Enums.Events.ANNOTATION_MODIFIED, Enums.Events.ANNOTATION_REMOVED, Enums.Events.ANNOTATION_ADDED, Enums.Events.ANNOTATION_RENDERED];

/** Points that a measurement has when it is finished; two where nothing is said. */
const points: Record<string, number> = { Angle: 3, CobbAngle: 4, Bidirectional: 4, EllipticalROI: 4, RectangleROI: 4, Probe: 1, Label: 1, PlanarFreehandROI: 0 };

const isFinished = (item: Types.Annotation): boolean => (item.data.handles?.points?.length ?? 0) >= (points[item.metadata?.toolName ?? ''] ?? 2);

/** The finished measurements on all images. */
export const measurementsNow = (): Types.Annotation[] => annotation.state.getAllAnnotations().filter((item) => storableTools.has(item.metadata?.toolName ?? '') && isFinished(item));

/** Takes away what was begun and not finished. */
export function discardUnfinished(): void {
  for (const item of annotation.state.getAllAnnotations()) if (storableTools.has(item.metadata?.toolName ?? '') && !isFinished(item)) annotation.state.removeAnnotation(item.annotationUID!);
}

/** The measurements on all images, read anew whenever one changes. */
export function useAnnotations(): Types.Annotation[] {
  const [list, setList] = useState<Types.Annotation[]>(measurementsNow);
  useEffect(() => {
    let frame = 0;
    const changed = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setList(measurementsNow()));
    };
    for (const event of events) eventTarget.addEventListener(event, changed);
    return () => {
      cancelAnimationFrame(frame);
      for (const event of events) eventTarget.removeEventListener(event, changed);
    };
  }, []);
  return list;
}
