import { eventTarget } from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/tools';
import { annotation, Enums } from '@cornerstonejs/tools';
import { useEffect, useState } from 'react';
import { storableTools } from '../../dicom/measurementReport';

const events = [Enums.Events.ANNOTATION_COMPLETED, Enums.Events.ANNOTATION_MODIFIED, Enums.Events.ANNOTATION_REMOVED, Enums.Events.ANNOTATION_ADDED, Enums.Events.ANNOTATION_RENDERED];

export const measurementsNow = (): Types.Annotation[] => annotation.state.getAllAnnotations().filter((item) => storableTools.has(item.metadata?.toolName ?? ''));

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
