import type { Types } from '@cornerstonejs/core';
import { Enums } from '@cornerstonejs/core';
import { WorldCrosshairTool } from '@cornerstonejs/tools';
import type { Vec3 } from '../dicom/geometry';
import { dot, normal, sub } from '../dicom/geometry';
import { entryOf } from './metadata';

/** What the tool keeps to itself. */
interface Inside {
  _state: { worldPoint: Vec3 | null; sourceViewportId?: string };
  _isPlanarViewport(viewport: Types.IViewport | undefined): boolean;
  _getLinkedViewports(): Types.IStackViewport[];
  _jumpLinkedViewports(): void;
}

/** Cornerstone's crosshair knows its newest kind of viewport only: this one marks a place of the patient in stacks, and takes the others to it. */
export class Crosshair extends WorldCrosshairTool {
  static override toolName = 'WorldCrosshair';

  constructor(...options: ConstructorParameters<typeof WorldCrosshairTool>) {
    super(...options);
    const inside = this as unknown as Inside;
    inside._isPlanarViewport = (viewport) => viewport?.type === Enums.ViewportType.STACK;
    inside._jumpLinkedViewports = () => {
      const { worldPoint, sourceViewportId } = inside._state;
      if (!worldPoint) return;
      for (const viewport of inside._getLinkedViewports()) if (viewport.id !== sourceViewportId) goTo(viewport, worldPoint);
    };
  }
}

/** Shows the slice that is nearest to a point. */
function goTo(viewport: Types.IStackViewport, point: Vec3): void {
  let [best, distance] = [viewport.getTargetImageIdIndex(), Infinity];
  viewport.getImageIds().forEach((imageId, i) => {
    const plane = entryOf(imageId)?.picture.plane;
    const away = plane ? Math.abs(dot(sub(point, plane.position), normal(plane))) : Infinity;
    if (away < distance) [best, distance] = [i, away];
  });
  if (best !== viewport.getTargetImageIdIndex()) void viewport.setImageIdIndex(best);
}
