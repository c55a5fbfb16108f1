import type { Types } from '@cornerstonejs/core';
import { Enums, eventTarget } from '@cornerstonejs/core';

/**
 * Drawn without WebGL, Cornerstone makes whole numbers of values that were scaled by a fraction, and measures what it cannot name
 * then. PET values it could draw as they are: it goes by the factors that are noted with the image, and these have been applied.
 */
export function keepPetValues(): void {
  eventTarget.addEventListener(Enums.Events.IMAGE_LOADED, (event: Event) => {
    const { preScale } = (event as CustomEvent<{ image: Types.IImage }>).detail.image;
    if (preScale?.scaled && preScale.scalingParameters?.modality === 'PT') preScale.scalingParameters = { ...preScale.scalingParameters, rescaleSlope: 1, rescaleIntercept: 0 };
  });
}
