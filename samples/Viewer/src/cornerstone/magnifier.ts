import { MagnifyTool } from '@cornerstonejs/tools';

/** How much larger than the pane the glass shows the image. */
const times = 2;

/** Cornerstone counts the size of its glass against the whole pane: what it takes for a factor depends on how high both are. */
export class Magnifier extends MagnifyTool {
  static override toolName = 'Magnify';

  constructor(...options: ConstructorParameters<typeof MagnifyTool>) {
    super(...options);
    const begin = this.preMouseDownCallback;
    this.preMouseDownCallback = (event) => {
      const { magnifyHeight } = this.configuration as { magnifyHeight: number };
      (this.configuration as { magnifySize: number }).magnifySize = (times * event.detail.element.clientHeight) / magnifyHeight;
      return begin(event);
    };
  }
}
