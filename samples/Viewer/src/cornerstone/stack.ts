import type { Types } from '@cornerstonejs/core';
import { Enums, getRenderingEngine, utilities } from '@cornerstonejs/core';
import { text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import { chestWall } from '../dicom/projections';
import { suvFactor } from '../dicom/suv';
import { drawsStacksByProcessor } from './graphics';
import { entryOf, suvWindow } from './metadata';
import { engineId, paneId } from './names';
import { isPreview } from './progressive';

/** The stack of a pane, when there is one. */
export function stackOf(pane: number): Types.IStackViewport | undefined {
  return stackById(paneId(pane));
}

export function stackById(viewportId: string): Types.IStackViewport | undefined {
  const viewport = getRenderingEngine(engineId)?.getViewport(viewportId);
  return viewport?.type === Enums.ViewportType.STACK ? (viewport as Types.IStackViewport) : undefined;
}

/**
 * Shows a stack; ends when there is a picture, if only a coarse one. Cornerstone never ends that when another of its images is asked for before the
 * first has come, by who scrolls or by a linked stack: then the arrival of that one ends it.
 */
export async function showStack(viewport: Types.IStackViewport, imageIds: string[], index: number): Promise<void> {
  const { element } = viewport;
  let arrived: (event: Event) => void = () => undefined;
  const picture = new Promise<void>((resolve) => {
    arrived = (event) => {
      const { image, imageId, imageIdIndex } = (event as CustomEvent<{ image: Types.IImage; imageId: string; imageIdIndex: number }>).detail;
      if ((imageIdIndex !== index || isPreview(image)) && imageIds[imageIdIndex] === imageId) resolve();
    };
  });
  element.addEventListener(Enums.Events.STACK_NEW_IMAGE, arrived);
  try {
    await Promise.race([viewport.setStack(imageIds, index), picture]);
  } finally {
    element.removeEventListener(Enums.Events.STACK_NEW_IMAGE, arrived);
  }
}

/** Where the file has no window, the values of the image give one: those of the whole, when a coarse picture was there first and nobody has chosen another. */
export function windowOfWhole(viewport: Types.IStackViewport): void {
  const { element } = viewport;
  const imageId = viewport.getCurrentImageId();
  if (!isPreview(viewport.getCornerstoneImage()) || text(entryOf(imageId)?.picture.instance, Tag.WindowCenter)) return;
  const first = JSON.stringify(windowOf(viewport));
  const arrived = (event: Event) => {
    const { image } = (event as CustomEvent<{ image: Types.IImage }>).detail;
    if (isPreview(image)) return;
    element.removeEventListener(Enums.Events.STACK_NEW_IMAGE, arrived);
    if (image.imageId !== imageId || JSON.stringify(windowOf(viewport)) !== first) return;
    resetWindow(viewport);
    viewport.render();
  };
  element.addEventListener(Enums.Events.STACK_NEW_IMAGE, arrived);
}

/**
 * Uptake values are fractions: a window of theirs ends at its edges (PS3.3 §C.11.2.1.3.2), one of whole numbers half a number inside.
 * Drawn without WebGL, Cornerstone itself turns a range of whole numbers into such a window.
 */
const isExact = (viewport: Types.IStackViewport): boolean => !drawsStacksByProcessor() && entryOf(viewport.getCurrentImageId())?.set.modality === 'PT';

export function setWindow(viewport: Types.IStackViewport, center: number, width: number): void {
  viewport.setProperties({ voiRange: utilities.windowLevel.toLowHighRange(width, center, isExact(viewport) ? Enums.VOILUTFunctionType.LINEAR_EXACT : Enums.VOILUTFunctionType.LINEAR) });
  viewport.render();
}

/** Centre and width as people read them (PS3.3 §C.11.2.1.2). */
export function windowOf(viewport: Types.IStackViewport): { center: number; width: number } | undefined {
  const range = viewport.getProperties().voiRange;
  if (!range) return undefined;
  if (isExact(viewport)) return { center: (range.lower + range.upper) / 2, width: range.upper - range.lower };
  const { windowCenter, windowWidth } = utilities.windowLevel.toWindowLevel(range.lower, range.upper);
  return { center: windowCenter, width: windowWidth };
}

export function invert(viewport: Types.IStackViewport): void {
  viewport.setProperties({ invert: !viewport.getProperties().invert });
  viewport.render();
}

export const rotationOf = (viewport: Types.IStackViewport): number => (viewport.getViewPresentation({ rotation: true })?.rotation ?? 0) as number;

/** Turns the image clockwise to an angle in degrees. */
export function rotateTo(viewport: Types.IStackViewport, degrees: number): void {
  viewport.setViewPresentation({ rotation: ((degrees % 360) + 360) % 360 });
  // Drawn without WebGL, places on the canvas are worked out anew with the camera only.
  setZoomOf(viewport, zoomOf(viewport));
}

export function rotateBy(viewport: Types.IStackViewport, degrees: number): void {
  rotateTo(viewport, rotationOf(viewport) + degrees);
  viewport.render();
}

/** Mirrors what is seen, however it is turned. */
export function flip(viewport: Types.IStackViewport, axis: 'horizontal' | 'vertical'): void {
  const { flipHorizontal, flipVertical } = viewport.getCamera();
  const rotation = rotationOf(viewport);
  viewport.setCamera(axis === 'horizontal' ? { flipHorizontal: !flipHorizontal } : { flipVertical: !flipVertical });
  // Drawn without WebGL, the image is mirrored before it is turned: mirrored afterwards it is turned the other way.
  if (drawsStacksByProcessor()) rotateTo(viewport, -rotation);
  viewport.render();
}

/** Turns the image clockwise, then mirrors it or not, as presentation states count (PS3.3 §C.10.6). */
export function orient(viewport: Types.IStackViewport, degrees: number, mirrored: boolean): void {
  viewport.setCamera({ flipHorizontal: mirrored, flipVertical: false });
  rotateTo(viewport, mirrored && drawsStacksByProcessor() ? -degrees : degrees);
}

/** Half the height of what a pane shows, in mm, when the unturned image just fits into it. */
function fittingScale(viewport: Types.IStackViewport): number | undefined {
  const image = viewport.getCurrentImageId() ? viewport.getImageData() : undefined;
  const { clientWidth, clientHeight } = viewport.canvas;
  if (!image || !(clientWidth > 0) || !(clientHeight > 0)) return undefined;
  const [columns, rows] = image.dimensions;
  const [columnSpacing, rowSpacing] = image.spacing;
  return Math.max(rows * rowSpacing, (columns * columnSpacing * clientHeight) / clientWidth) / 2;
}

/** How large the image is shown: 1 where it just fits, whatever the size of the pane and whoever draws it. */
export function zoomOf(viewport: Types.IStackViewport): number {
  const fitting = fittingScale(viewport);
  const { parallelScale } = viewport.getCamera();
  return fitting && parallelScale ? fitting / parallelScale : 1;
}

export function setZoomOf(viewport: Types.IStackViewport, zoom: number): void {
  const fitting = fittingScale(viewport);
  if (fitting && zoom > 0) viewport.setCamera({ parallelScale: fitting / zoom });
}

export function zoomBy(viewport: Types.IStackViewport, factor: number): void {
  setZoomOf(viewport, zoomOf(viewport) * factor);
  viewport.render();
}

/** Brings a point of the patient into the middle of the pane. */
export function lookAt(viewport: Types.IStackViewport, point: Types.Point3): void {
  const { focalPoint, position } = viewport.getCamera();
  if (!focalPoint || !position) return;
  viewport.setCamera({ focalPoint: point, position: position.map((part, i) => part + point[i]! - focalPoint[i]!) as Types.Point3 });
}

export function reset(viewport: Types.IStackViewport): void {
  const { flipHorizontal, flipVertical } = viewport.getCamera();
  if (flipHorizontal || flipVertical) viewport.setCamera({ flipHorizontal: false, flipVertical: false });
  rotateTo(viewport, 0);
  fitToPane(viewport);
  resetWindow(viewport);
  viewport.render();
}

/** The window and the polarity that the image brings. */
export function resetWindow(viewport: Types.IStackViewport): void {
  viewport.resetProperties();
  // Drawn without WebGL, Cornerstone forgets that the lowest value of this one is white (PS3.3 §C.7.6.3.1.2).
  const instance = entryOf(viewport.getCurrentImageId())?.picture.instance;
  if (text(instance, Tag.PhotometricInterpretation) === 'MONOCHROME1') viewport.setProperties({ invert: true });
  // And what it begins with for uptake values is not what it returns to.
  if (suvFactor(instance) !== undefined) setWindow(viewport, suvWindow.center, suvWindow.width);
}

/** Shows the whole image as large as the pane allows; the chest wall of a mammogram at the pane's edge, so that two breasts stand back to back. */
export function fitToPane(viewport: Types.IStackViewport, suppressEvents = false): void {
  viewport.resetCamera({ resetPan: true, resetZoom: true, resetToCenter: true, suppressEvents });
  const instance = entryOf(viewport.getCurrentImageId())?.picture.instance;
  const side = instance && chestWall(instance);
  const image = side && (viewport.getImageData() as Types.CPUIImageData | undefined); // none while it is on its way
  if (!image) return;
  const [columns, rows] = image.dimensions;
  const edge = imageToCanvas(viewport, side === 'right' ? columns : 0, rows / 2);
  if (!edge) return;
  const { clientWidth: width, clientHeight: height } = viewport.canvas;
  lookAt(viewport, viewport.canvasToWorld([width / 2 + edge[0] - (side === 'right' ? width : 0), height / 2]));
}

/** Image coordinates, in pixels from the corner of the first pixel, on the pane's canvas. */
export function imageToCanvas(viewport: Types.IStackViewport, column: number, row: number): Types.Point2 | undefined {
  const imageId = viewport.getCurrentImageId();
  // Cornerstone counts from the centre of the first pixel.
  const world = imageId ? utilities.imageToWorldCoords(imageId, [column - 0.5, row - 0.5]) : undefined;
  return world ? viewport.worldToCanvas(world) : undefined;
}
