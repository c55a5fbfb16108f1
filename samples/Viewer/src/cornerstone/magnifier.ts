import type { Types } from '@cornerstonejs/core';
import { getEnabledElement } from '@cornerstonejs/core';
import { MagnifyTool } from '@cornerstonejs/tools';
import { drawsStacksByProcessor } from './graphics';

/** How much larger than the pane the glass shows the image. */
const times = 2;

const glassOf = (element: HTMLDivElement): Types.IStackViewport | undefined => getEnabledElement(element)?.renderingEngine.getViewport('magnify-viewport') as Types.IStackViewport | undefined;

/** Cornerstone counts the size of its glass against the whole pane: what it takes for a factor depends on how high both are. */
export class Magnifier extends MagnifyTool {
  static override toolName = 'Magnify';

  constructor(...options: ConstructorParameters<typeof MagnifyTool>) {
    super(...options);
    const begin = this.preMouseDownCallback;
    this.preMouseDownCallback = (event) => {
      const { magnifyHeight } = this.configuration as { magnifyHeight: number };
      (this.configuration as { magnifySize: number }).magnifySize = (times * event.detail.element.clientHeight) / magnifyHeight;
      const begun = begin(event);
      // Drawn without WebGL, an image takes no VOI LUT function from outside, and all that was to follow would be left undone.
      const glass = glassOf(event.detail.element);
      const set = glass?.setProperties.bind(glass);
      if (glass && set && drawsStacksByProcessor()) glass.setProperties = (properties: Types.StackViewportProperties) => set({ ...properties, VOILUTFunction: undefined });
      return begun;
    };
    // Its glass has no camera before it has its image.
    const drag = this._dragCallback;
    this._dragCallback = (event) => {
      if (glassOf(event.detail.element)?.getCamera().focalPoint) drag(event);
    };
  }
}
