import { useEffect, useState } from 'react';
import { dicomWeb } from '../../app/services';
import type { DataSet } from '../../dicomweb/dataset';
import { text } from '../../dicomweb/dataset';
import { bytesOf, overlayBits } from '../../dicomweb/hydrate';
import { Tag } from '../../dicomweb/tags';
import type { DisplaySet, Picture } from '../../dicom/displaySets';
import { overlayImage, overlayPlanes } from '../../dicom/overlays';
import type { Segmentation } from '../../dicom/segmentation';
import { framesOn, readSegmentation, segmentationImage } from '../../dicom/segmentation';
import { findSet, useReader } from '../../store/reader';

/** A picture that lies over an image, in pixels of the image. */
export interface LayerPicture {
  key: string;
  href: string;
  row: number;
  column: number;
  rows: number;
  columns: number;
}

const overlayColor: [number, number, number] = [94, 234, 212];
const segmentOpacity = 0.45;

/** The overlay planes of an image and the segmentations that are switched on, drawn as pictures. */
export function useImagePictures(picture: Picture | undefined): LayerPicture[] {
  const [drawn, setDrawn] = useState<{ key: unknown; pictures: LayerPicture[] }>();
  const segmentationIds = useReader((state) => state.segmentations);
  const key = picture ? `${text(picture.instance, Tag.SOPInstanceUID)}:${picture.frameNumber}:${segmentationIds.join()}` : '';

  useEffect(() => {
    if (!picture) return;
    let cancelled = false;
    const urls: string[] = [];
    const draw = async () => {
      const pictures: LayerPicture[] = [];
      for (const layer of [...(await overlayLayers(picture)), ...(await segmentationLayers(picture, segmentationIds))]) {
        const href = await pictureUrl(layer.rgba, layer.columns, layer.rows);
        urls.push(href);
        pictures.push({ key: layer.key, href, row: layer.row, column: layer.column, rows: layer.rows, columns: layer.columns });
      }
      if (cancelled) for (const url of urls) URL.revokeObjectURL(url);
      else setDrawn({ key, pictures });
    };
    draw().catch(() => undefined); // what cannot be read leaves the image as it is
    return () => {
      cancelled = true;
      for (const url of urls) URL.revokeObjectURL(url);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for picture and segmentations
  }, [key]);
  return drawn?.key === key ? drawn.pictures : [];
}

interface Layer extends Omit<LayerPicture, 'href'> {
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

async function overlayLayers({ instance, frameNumber }: Picture): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const plane of overlayPlanes(instance)) {
    const bits = await overlayBits(dicomWeb, instance, plane.group);
    const rgba = bits && overlayImage(plane, bits, frameNumber, overlayColor);
    if (rgba) layers.push({ key: plane.group, rgba, row: plane.row, column: plane.column, rows: plane.rows, columns: plane.columns });
  }
  return layers;
}

async function segmentationLayers({ instance, plane }: Picture, ids: string[]): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const id of ids) {
    const set = findSet(useReader.getState(), id);
    if (set?.kind !== 'seg') continue;
    const { segmentation, pixels } = await loadSegmentation(set);
    const frames = framesOn(segmentation, text(instance, Tag.SOPInstanceUID), plane, text(instance, Tag.FrameOfReferenceUID));
    if (frames.length === 0) continue;
    layers.push({ key: id, rgba: segmentationImage(segmentation, frames, pixels, segmentOpacity), row: 0, column: 0, rows: segmentation.rows, columns: segmentation.columns });
  }
  return layers;
}

const loaded = new WeakMap<DataSet, Promise<{ segmentation: Segmentation; pixels: Uint8Array }>>();

function loadSegmentation(set: DisplaySet): Promise<{ segmentation: Segmentation; pixels: Uint8Array }> {
  const instance = set.pictures[0]!.instance;
  let promise = loaded.get(instance);
  if (!promise) {
    promise = bytesOf(dicomWeb, instance['7FE00010']).then((pixels) => {
      if (!pixels) throw new Error('The segmentation has no pixels.');
      return { segmentation: readSegmentation(instance), pixels };
    });
    loaded.set(instance, promise);
  }
  return promise;
}

async function pictureUrl(rgba: Uint8ClampedArray<ArrayBuffer>, columns: number, rows: number): Promise<string> {
  const canvas = new OffscreenCanvas(columns, rows);
  canvas.getContext('2d')!.putImageData(new ImageData(rgba, columns, rows), 0, 0);
  return URL.createObjectURL(await canvas.convertToBlob());
}
