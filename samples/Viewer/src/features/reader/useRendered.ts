import { Enums } from '@cornerstonejs/core';
import { useEffect, useState } from 'react';
import { stackById } from '../../cornerstone/stack';

/** Counts up with every picture that a viewport has drawn: whoever uses it reads the viewport anew. At most once a frame. */
export function useRendered(viewportId: string): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const element = stackById(viewportId)?.element;
    if (!element) return;
    let frame = 0;
    const changed = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setCount((before) => before + 1));
    };
    const events = [Enums.Events.IMAGE_RENDERED, Enums.Events.STACK_NEW_IMAGE, Enums.Events.CAMERA_MODIFIED, Enums.Events.VOI_MODIFIED];
    for (const event of events) element.addEventListener(event, changed);
    // A pane that was hidden is laid out again without a new picture.
    const observer = new ResizeObserver(changed);
    observer.observe(element);
    changed();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      for (const event of events) element.removeEventListener(event, changed);
    };
  }, [viewportId]);
  return count;
}
