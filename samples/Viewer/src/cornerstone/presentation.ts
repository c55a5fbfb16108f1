import type { Types } from '@cornerstonejs/core';
import type { DataSet } from '../dicomweb/dataset';
import { number, text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import { presentationFor } from '../dicom/gsps';
import { entryOf } from './metadata';
import { imageToCanvas, lookAt, orient, setWindow, setZoomOf, zoomOf } from './stack';

/** Shows the current image as a presentation state says: window, polarity, flip, rotation, displayed area. Graphics are drawn by the layer above. */
export function applyPresentation(viewport: Types.IStackViewport, state: DataSet): void {
  const picture = entryOf(viewport.getCurrentImageId())?.picture;
  if (!picture) return;
  const presentation = presentationFor(state, text(picture.instance, Tag.SOPInstanceUID));
  viewport.resetCamera();
  if (presentation.window) setWindow(viewport, presentation.window.center, presentation.window.width);
  if (presentation.inverse !== (viewport.getProperties().invert ?? false) && number(picture.instance, Tag.SamplesPerPixel) === 1) viewport.setProperties({ invert: presentation.inverse });
  orient(viewport, presentation.rotation, presentation.flipHorizontal);
  const { area } = presentation;
  if (area && area.mode !== 'TRUE SIZE') {
    const corner = imageToCanvas(viewport, area.topLeft[0] - 1, area.topLeft[1] - 1);
    const other = imageToCanvas(viewport, area.bottomRight[0], area.bottomRight[1]);
    if (corner && other) fit(viewport, corner, other);
  }
  viewport.render();
}

/** Zooms and pans so that a rectangle of the canvas fills the pane. */
function fit(viewport: Types.IStackViewport, a: Types.Point2, b: Types.Point2): void {
  const { clientWidth: width, clientHeight: height } = viewport.canvas;
  const size: Types.Point2 = [Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1])];
  if (size[0] < 1 || size[1] < 1) return;
  const factor = Math.min(width / size[0], height / size[1]);
  lookAt(viewport, viewport.canvasToWorld([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]));
  setZoomOf(viewport, zoomOf(viewport) * factor);
}
