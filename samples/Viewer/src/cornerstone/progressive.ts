import type { Types } from '@cornerstonejs/core';
import { Enums, getRenderingEngine, registerImageLoader, utilities } from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import { number } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import { entryOf } from './metadata';
import { engineId } from './names';

/** HTJ2K is drawn in a coarser resolution while its bytes arrive, as soon as those of one are there. */
const streaming = { streaming: true };
const streamed = new Set<string>();

/** From now on this image is drawn while it arrives. */
export function streamImage(imageId: string): void {
  streamed.add(imageId);
  utilities.imageRetrieveMetadataProvider.add(imageId, { retrieveOptions: { single: streaming } });
}

type Load = Parameters<typeof registerImageLoader>[1];

/**
 * Drawn by WebGL, Cornerstone shows each resolution that the loader gives. Drawn without, it asks for the whole image alone: there the
 * loader is told to give the coarser ones too, and they are put into the panes that wait for the image.
 */
export function streamWithoutWebGl(): void {
  const load = dicomImageLoader.wadors.loadImage as unknown as Load;
  registerImageLoader('wadors', (imageId, options) => {
    // What is fetched ahead is not looked at meanwhile: to decode it more than once would be for nothing.
    if (!streamed.has(imageId) || options?.requestType !== Enums.RequestType.Interaction) return load(imageId, options);
    const loading = load(imageId, { ...options, retrieveOptions: streaming, streamingData: {} });
    const { iterator } = loading.promise as unknown as { iterator?: AsyncIterable<Types.IImage> };
    if (iterator) showWhileItComes(imageId, iterator).catch(() => undefined); // a failure is told to who waits for the image itself
    return loading;
  });
}

async function showWhileItComes(imageId: string, images: AsyncIterable<Types.IImage>): Promise<void> {
  for await (const image of images) {
    if (image.imageQualityStatus === Enums.ImageQualityStatus.FULL_RESOLUTION) return; // Cornerstone draws this one
    for (const viewport of getRenderingEngine(engineId)?.getViewports() ?? []) {
      if (viewport.type === Enums.ViewportType.STACK && (viewport as Types.IStackViewport).getCurrentImageId() === imageId) show(viewport as Types.IStackViewport, image);
    }
  }
}

function show(viewport: Types.IStackViewport, coarse: Types.IImage): void {
  const instance = entryOf(coarse.imageId)?.picture.instance;
  const [rows, columns] = [number(instance, Tag.Rows), number(instance, Tag.Columns)];
  const values = coarse.getPixelData();
  // Colours are kept by image, whatever its resolution; and the tables for grey have a place for each whole number only.
  if (!rows || !columns || coarse.color || values instanceof Float32Array) return;
  viewport.renderImageObject(enlarged(coarse, values, rows, columns));
  viewport.render();
}

/** The same picture in the size of the whole image, so that it lies where that will lie. */
function enlarged(image: Types.IImage, values: Types.PixelDataTypedArray, rows: number, columns: number): Types.IImage {
  const scalarData = new (values.constructor as new (length: number) => Types.PixelDataTypedArray)(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = Math.min(image.rows - 1, Math.floor((row * image.rows) / rows)) * image.columns;
    for (let column = 0; column < columns; column++) scalarData[row * columns + column] = values[from + Math.min(image.columns - 1, Math.floor((column * image.columns) / columns))]!;
  }
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({ scalarData, width: columns, height: rows, numberOfComponents: 1 });
  return { ...image, rows, columns, height: rows, width: columns, voxelManager, getPixelData: () => scalarData, sizeInBytes: scalarData.byteLength };
}
