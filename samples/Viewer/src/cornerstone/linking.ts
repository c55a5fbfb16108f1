import type { Types } from '@cornerstonejs/core';
import { Enums } from '@cornerstonejs/core';
import type { Plane, Vec3 } from '../dicom/geometry';
import { along, dot, normal } from '../dicom/geometry';
import { entryOf } from './metadata';
import { stackById, windowOf } from './stack';

/**
 * Scrolls stacks together by position and shares their windows. Two studies have no common frame of reference; where
 * their slices run the same way the patient positions are taken as comparable, shifted by what was set at linking.
 */
export class StackLink {
  private readonly offsets = new Map<string, number>();
  private busy = false;
  /** Where a stack was sent by another: its arrival there is no scrolling of its own. */
  private readonly sent = new Map<string, number>();
  private elements: HTMLDivElement[] = [];

  constructor(private readonly viewportIds: () => string[]) {}

  /** Begins to follow the given elements; offsets are counted from where the stacks stand now. */
  attach(elements: HTMLDivElement[]): void {
    this.detach();
    this.elements = elements;
    for (const element of elements) {
      element.addEventListener(Enums.Events.STACK_NEW_IMAGE, this.onImage);
      element.addEventListener(Enums.Events.VOI_MODIFIED, this.onWindow);
    }
  }

  detach(): void {
    for (const element of this.elements) {
      element.removeEventListener(Enums.Events.STACK_NEW_IMAGE, this.onImage);
      element.removeEventListener(Enums.Events.VOI_MODIFIED, this.onWindow);
    }
    this.elements = [];
    this.offsets.clear();
    this.sent.clear();
  }

  /** Shifts what one stack shows against the others, in mm: for patients who lay differently. */
  setOffset(viewportId: string, offsetInMm: number): void {
    this.offsets.set(viewportId, offsetInMm);
  }

  private readonly onImage = (event: Event): void => {
    const { viewportId, imageIdIndex } = (event as CustomEvent<{ viewportId: string; imageIdIndex: number }>).detail;
    if (this.sent.get(viewportId) === imageIdIndex) {
      this.sent.delete(viewportId);
      return;
    }
    this.follow(viewportId, (source, target, targetId) => {
      const plane = planeOf(source);
      if (!plane) return;
      const shift = (this.offsets.get(targetId) ?? 0) - (this.offsets.get(viewportId) ?? 0);
      const index = nearestSlice(target.getImageIds().map((id) => entryOf(id)?.picture.plane), plane, shift);
      if (index === undefined || index === target.getTargetImageIdIndex()) return;
      this.sent.set(targetId, index);
      void target.setImageIdIndex(index);
    });
  };

  private readonly onWindow = (event: Event): void => {
    const { viewportId } = (event as CustomEvent<{ viewportId: string }>).detail;
    this.follow(viewportId, (source, target) => {
      if (modalityOf(source) !== modalityOf(target)) return;
      const range = source.getProperties().voiRange;
      const mine = windowOf(target);
      const theirs = windowOf(source);
      if (!range || (mine && theirs && Math.abs(mine.center - theirs.center) < 0.5 && Math.abs(mine.width - theirs.width) < 0.5)) return;
      target.setProperties({ voiRange: range });
      target.render();
    });
  };

  private follow(sourceId: string, act: (source: Types.IStackViewport, target: Types.IStackViewport, targetId: string) => void): void {
    const source = stackById(sourceId);
    if (this.busy || !source || !this.viewportIds().includes(sourceId)) return;
    this.busy = true;
    try {
      for (const id of this.viewportIds()) {
        const target = id === sourceId ? undefined : stackById(id);
        if (target?.getCurrentImageId()) act(source, target, id);
      }
    } finally {
      this.busy = false;
    }
  }
}

const planeOf = (viewport: Types.IStackViewport): Plane | undefined => entryOf(viewport.getCurrentImageId())?.picture.plane;

const modalityOf = (viewport: Types.IStackViewport): string | undefined => entryOf(viewport.getCurrentImageId())?.set.modality;

/** The slice nearest to a plane, of those that run the same way (within 25°); undefined when none does. */
export function nearestSlice(planes: (Plane | undefined)[], source: Plane, shiftInMm = 0): number | undefined {
  const direction: Vec3 = normal(source);
  const wanted = along(source, direction) + shiftInMm;
  let best: number | undefined;
  let distance = Infinity;
  planes.forEach((plane, i) => {
    if (!plane || Math.abs(dot(normal(plane), direction)) < 0.906) return;
    const away = Math.abs(along(plane, direction) - wanted);
    if (away < distance) [best, distance] = [i, away];
  });
  return best;
}
