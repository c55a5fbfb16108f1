import type { Types } from '@cornerstonejs/core';
import { Enums, eventTarget } from '@cornerstonejs/core';
import { entryOf } from './metadata';

/** Part of an image that Cornerstone fills and reads when it draws without WebGL. */
interface CachedLut {
  lutArray: Uint8ClampedArray;
  windowCenter?: number;
  windowWidth?: number;
  invert?: boolean;
}

/**
 * Drawn without WebGL, Cornerstone knows linear windows only. An image whose window is a sigmoid (PS3.3 §C.11.2.1.3.1) gets a table
 * of its own: what Cornerstone writes into it is passed over, what it reads is the sigmoid of the window that it has noted beside it.
 */
class SigmoidLut implements CachedLut {
  windowCenter?: number;
  windowWidth?: number;
  invert?: boolean;
  private readonly table: Uint8ClampedArray;
  private madeFor = '';

  constructor(private readonly image: Types.IImage) {
    this.table = new Uint8ClampedArray(image.maxPixelValue - Math.min(image.minPixelValue, 0) + 1);
  }

  get lutArray(): Uint8ClampedArray {
    const { windowCenter: center, windowWidth: width, invert, image, table } = this;
    if (center === undefined || !width) return table;
    const key = `${center}/${width}/${invert}`;
    if (key !== this.madeFor) {
      const first = Math.min(image.minPixelValue, 0);
      const [slope, intercept] = image.preScale?.scaled ? [1, 0] : [image.slope, image.intercept];
      for (let i = 0; i < table.length; i++) {
        const shown = 255 / (1 + Math.exp((-4 * ((i + first) * slope + intercept - center)) / width));
        table[i] = invert ? 255 - shown : shown;
      }
      this.madeFor = key;
    }
    // Cornerstone writes its own, linear table into what it is given before it notes the window.
    return table.slice();
  }
}

/** From now on images with a sigmoid window are drawn with it. */
export function drawSigmoids(): void {
  eventTarget.addEventListener(Enums.Events.IMAGE_LOADED, (event: Event) => {
    const { image } = (event as CustomEvent<{ image: Types.IImage & { cachedLut?: CachedLut; voiLUTFunction?: string } }>).detail;
    if (image.voiLUTFunction === (Enums.VOILUTFunctionType.SAMPLED_SIGMOID as string) && entryOf(image.imageId) && !(image.cachedLut instanceof SigmoidLut)) image.cachedLut = new SigmoidLut(image);
  });
}
