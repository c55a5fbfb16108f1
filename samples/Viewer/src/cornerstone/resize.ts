import type { Types } from '@cornerstonejs/core';
import { Enums, getRenderingEngine } from '@cornerstonejs/core';
import { engineId } from './names';
import { fitToPane, rotationOf, zoomOf } from './stack';

/** The canvases follow their boxes; an image that filled its pane fills it again, one that was zoomed stays as it was. */
export function followLayout(): void {
  const engine = getRenderingEngine(engineId);
  if (!engine) return;
  const fitted = engine.getViewports().filter(isFitted);
  engine.resize(true, true);
  for (const viewport of fitted) {
    fitToPane(viewport, true);
    viewport.render();
  }
}

function isFitted(viewport: Types.IViewport): viewport is Types.IStackViewport {
  if (viewport.type !== Enums.ViewportType.STACK) return false;
  const stack = viewport as Types.IStackViewport;
  if (!stack.getCurrentImageId()) return false;
  const { flipHorizontal, flipVertical } = stack.getCamera();
  return Math.abs(zoomOf(stack) - 1) < 0.01 && rotationOf(stack) === 0 && !flipHorizontal && !flipVertical;
}
