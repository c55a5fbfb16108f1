import type { Types } from '@cornerstonejs/core';
import { Enums, getRenderingEngine, utilities } from '@cornerstonejs/core';
import { engineId, paneId } from './names';

/** The stack of a pane, when there is one. */
export function stackOf(pane: number): Types.IStackViewport | undefined {
  return stackById(paneId(pane));
}

export function stackById(viewportId: string): Types.IStackViewport | undefined {
  const viewport = getRenderingEngine(engineId)?.getViewport(viewportId);
  return viewport?.type === Enums.ViewportType.STACK ? (viewport as Types.IStackViewport) : undefined;
}

export function setWindow(viewport: Types.IStackViewport, center: number, width: number): void {
  viewport.setProperties({ voiRange: utilities.windowLevel.toLowHighRange(width, center, Enums.VOILUTFunctionType.LINEAR) });
  viewport.render();
}

/** Centre and width as people read them (PS3.3 §C.11.2.1.2). */
export function windowOf(viewport: Types.IStackViewport): { center: number; width: number } | undefined {
  const range = viewport.getProperties().voiRange;
  if (!range) return undefined;
  const { windowCenter, windowWidth } = utilities.windowLevel.toWindowLevel(range.lower, range.upper);
  return { center: windowCenter, width: windowWidth };
}

export function invert(viewport: Types.IStackViewport): void {
  viewport.setProperties({ invert: !viewport.getProperties().invert });
  viewport.render();
}

export function rotateBy(viewport: Types.IStackViewport, degrees: number): void {
  const rotation = (viewport.getViewPresentation()?.rotation ?? 0) as number;
  viewport.setViewPresentation({ rotation: (((rotation + degrees) % 360) + 360) % 360 });
  viewport.render();
}

export function flip(viewport: Types.IStackViewport, axis: 'horizontal' | 'vertical'): void {
  const { flipHorizontal, flipVertical } = viewport.getCamera();
  viewport.setCamera(axis === 'horizontal' ? { flipHorizontal: !flipHorizontal } : { flipVertical: !flipVertical });
  viewport.render();
}

export function zoomBy(viewport: Types.IStackViewport, factor: number): void {
  viewport.setZoom(viewport.getZoom() * factor);
  viewport.render();
}

export function reset(viewport: Types.IStackViewport): void {
  const { flipHorizontal, flipVertical } = viewport.getCamera();
  if (flipHorizontal || flipVertical) viewport.setCamera({ flipHorizontal: false, flipVertical: false });
  viewport.setViewPresentation({ rotation: 0 });
  viewport.resetCamera();
  viewport.resetProperties();
  viewport.render();
}

/** Image coordinates, in pixels from the corner of the first pixel, on the pane's canvas. */
export function imageToCanvas(viewport: Types.IStackViewport, column: number, row: number): Types.Point2 | undefined {
  const imageId = viewport.getCurrentImageId();
  // Cornerstone counts from the centre of the first pixel.
  const world = imageId ? utilities.imageToWorldCoords(imageId, [column - 0.5, row - 0.5]) : undefined;
  return world ? viewport.worldToCanvas(world) : undefined;
}
