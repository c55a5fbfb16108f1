import type { Types } from '@cornerstonejs/core';
import { Enums } from '@cornerstonejs/core';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { stackById } from '../../cornerstone/stack';

type Shown = Record<string, unknown>;

/**
 * What a viewport shows, read anew with every picture that it has drawn. The component is rendered again only when a value
 * differs: of a stack that is scrolled nearly everything stays.
 * @param read Values that are compared one by one; it is called often.
 */
export function useDrawn<T extends Shown>(viewportId: string, read: (viewport: Types.IStackViewport) => T | undefined): T | undefined {
  const subscribe = useCallback((changed: () => void) => onDrawn(viewportId, changed), [viewportId]);
  const [same] = useState(keepWhileSame<T>);
  return useSyncExternalStore(subscribe, () => {
    const viewport = stackById(viewportId);
    return same(viewport?.getCurrentImageId() ? read(viewport) : undefined);
  });
}

/** Tells of every picture as soon as it is drawn, and of what changes before the next one once a frame. */
function onDrawn(viewportId: string, changed: () => void): () => void {
  const element = stackById(viewportId)?.element;
  if (!element) return () => undefined;
  let frame = 0;
  const soon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(changed);
  };
  const others = [Enums.Events.CAMERA_MODIFIED, Enums.Events.VOI_MODIFIED];
  element.addEventListener(Enums.Events.IMAGE_RENDERED, changed);
  for (const event of others) element.addEventListener(event, soon);
  // A pane that was hidden is laid out again without a new picture.
  const observer = new ResizeObserver(soon);
  observer.observe(element);
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    element.removeEventListener(Enums.Events.IMAGE_RENDERED, changed);
    for (const event of others) element.removeEventListener(event, soon);
  };
}

/** Answers the value that came before when all parts of the new one are the same. */
function keepWhileSame<T extends Shown>(): (next: T | undefined) => T | undefined {
  let last: T | undefined;
  return (next) => {
    if (!last || !next || !isSame(last, next)) last = next;
    return last;
  };
}

function isSame(a: Shown, b: Shown): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}
