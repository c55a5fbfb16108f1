import type { Types } from '@cornerstonejs/core';
import { cache, Enums, getRenderingEngine, registerImageLoader, triggerEvent } from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import type { Codestream } from '../dicomweb/codestream';
import { readCodestream } from '../dicomweb/codestream';
import { FrameBytes } from '../dicomweb/frameBytes';
import { enlarged } from './coarse';
import { drawsStacksByProcessor } from './graphics';
import { measureAgain, measureLater } from './measuring';
import { engineId } from './names';
import { inView, Transfers } from './transfers';

/** The first bytes of a frame: a CT of 512 pixels in a quarter of its resolution, whatever is larger in about as many pixels. */
const headLength = 24 * 1024;

/** Heads kept at most, of images that nobody has looked at yet: 48 MB. */
const headLimit = 2048;

/** A coarser picture than this, in pixels of its longer side, tells nothing. */
const smallest = 64;

/** A head that takes longer than this, in milliseconds, came over a slow line. */
const slowHead = 50;

const ahead = { head: 1, whole: 2 };

type Load = Parameters<typeof registerImageLoader>[1];

interface Item {
  bytes: FrameBytes;
  stream?: Codestream;
  loading: boolean;
  decoding: boolean;
}

const progressive = new Set<string>();
const items = new Map<string, Item>();
const transfers = new Transfers(2);
let slow = false;

/** What a pane shows of the image that it waits for: how often its sides are halved still. */
const shown = new Map<string, { imageId: string; halvings: number }>();

/** From now on the beginning of this image is drawn before the whole of it is there. */
export function drawWhileItComes(imageId: string): void {
  progressive.add(imageId);
}

/** Whether this is a coarse picture of an image that is on its way. */
export const isPreview = (image: Types.IImage | undefined): boolean => image?.imageQualityStatus === Enums.ImageQualityStatus.SUBRESOLUTION;

/**
 * Cornerstone's own loader decodes finer than the bytes at hand allow, and without WebGL shows nothing of that. Ours fetches the head of a frame by
 * itself, draws the finest resolution that is whole in it and each that follows; the last is Cornerstone's to draw.
 */
export function startProgressive(): void {
  const load = dicomImageLoader.wadors.loadImage as unknown as Load;
  registerImageLoader('wadors', (imageId, options) => (progressive.has(imageId) ? { promise: loadWhole(imageId, options ?? {}) as never } : load(imageId, options)));
}

/** Lets a pane show images while they come; answers what ends that. */
export function followImages(element: HTMLElement, viewportId: string): () => void {
  const asked = (event: Event) => {
    const { imageId } = (event as CustomEvent<{ imageId: string }>).detail;
    shown.set(viewportId, { imageId, halvings: Infinity });
    transfers.next();
    void offer(imageId);
  };
  const arrived = (event: Event) => {
    const { image } = (event as CustomEvent<{ image: Types.IImage }>).detail;
    if (!isPreview(image)) measureAgain(image.imageId);
  };
  element.addEventListener(Enums.Events.PRE_STACK_NEW_IMAGE, asked);
  element.addEventListener(Enums.Events.STACK_NEW_IMAGE, arrived);
  return () => {
    element.removeEventListener(Enums.Events.PRE_STACK_NEW_IMAGE, asked);
    element.removeEventListener(Enums.Events.STACK_NEW_IMAGE, arrived);
    shown.delete(viewportId);
  };
}

/** Over a slow line the heads of a stack come before the whole of any image that nobody looks at, the nearest first. */
export function fetchHeads(imageIds: string[], index: number, isWanted: () => boolean): void {
  const nearest = imageIds.map((imageId, i) => ({ imageId, distance: Math.abs(i - index) })).sort((a, b) => a.distance - b.distance);
  for (const { imageId } of nearest.slice(0, headLimit)) {
    if (!progressive.has(imageId)) continue;
    const fetch = async () => {
      if (slow && isWanted() && !cache.isLoaded(imageId)) await itemOf(imageId).bytes.fetchHead(headLength);
    };
    // A head that does not come is asked for again with the whole.
    transfers.run(() => (isInView(imageId) ? inView : ahead.head), fetch).catch(() => undefined);
  }
}

async function loadWhole(imageId: string, options: Record<string, unknown>): Promise<Types.IImage> {
  const item = itemOf(imageId);
  item.loading = true;
  const rank = () => (isInView(imageId) ? inView : ahead.whole);
  try {
    await transfers.run(rank, async () => {
      const isSeen = isInView(imageId);
      if (isSeen) await timed(() => item.bytes.fetchHead(headLength));
      // Who has scrolled on meanwhile waits for the next head, not for the rest of this.
      if (!isSeen || isInView(imageId)) await item.bytes.fetchRest();
    });
    if (!item.bytes.isWhole) await transfers.run(rank, () => item.bytes.fetchRest());
    const image = await decode(imageId, item.bytes, item.bytes.received.length, options);
    image.imageQualityStatus = Enums.ImageQualityStatus.FULL_RESOLUTION;
    return image;
  } finally {
    items.delete(imageId);
  }
}

async function timed(work: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  await work();
  slow = performance.now() - begun > slowHead;
}

function itemOf(imageId: string): Item {
  const known = items.get(imageId);
  if (known) return known;
  const item = { bytes: new FrameBytes(imageId.slice('wadors:'.length), () => void offer(imageId)), loading: false, decoding: false };
  items.set(imageId, item);
  if (items.size > headLimit) {
    const oldest = [...items].find(([, other]) => !other.loading && other !== item);
    if (oldest) items.delete(oldest[0]);
  }
  return item;
}

/** Draws what is there of an image where it is waited for, if that is finer than what is seen. */
async function offer(imageId: string): Promise<void> {
  const item = items.get(imageId);
  if (!item || item.decoding || item.bytes.isWhole) return;
  const { received } = item.bytes;
  const { columns, rows, ends } = (item.stream ??= readCodestream(received)) ?? { columns: 0, rows: 0, ends: [] };
  const resolution = ends.findLastIndex((end) => end <= received.length);
  const halvings = ends.length - 1 - resolution;
  const isTooCoarse = Math.max(columns, rows) / 2 ** halvings < smallest;
  const waiting = () => stacks().filter((viewport) => viewport.getCurrentImageId() === imageId && (shown.get(viewport.id)?.halvings ?? 0) > halvings);
  if (resolution < 0 || halvings === 0 || isTooCoarse || waiting().length === 0) return;
  item.decoding = true;
  try {
    const coarse = await decode(imageId, item.bytes, ends[resolution]!, { useRGBA: drawsStacksByProcessor(), requestType: Enums.RequestType.Interaction, decodeLevel: halvings });
    // Without WebGL the tables for grey have a place for each whole number only.
    const isDrawable = !drawsStacksByProcessor() || coarse.color || !(coarse.voxelManager?.getScalarData() instanceof Float32Array);
    if (items.get(imageId) === item && isDrawable) for (const viewport of waiting()) draw(viewport, enlarged(coarse, columns, rows, halvings), halvings);
  } catch {
    item.stream = { columns, rows, ends: [] }; // the whole will tell what is wrong
  } finally {
    item.decoding = false;
  }
  void offer(imageId); // more may have come meanwhile
}

function draw(viewport: Types.IStackViewport, image: Types.IImage, halvings: number): void {
  const { imageId } = image;
  shown.set(viewport.id, { imageId, halvings });
  measureLater(imageId);
  viewport.renderImageObject(image);
  triggerEvent(viewport.element, Enums.Events.STACK_NEW_IMAGE, { image, imageId, imageIdIndex: viewport.getCurrentImageIdIndex(), viewportId: viewport.id, renderingEngineId: engineId });
  viewport.render();
}

async function decode(imageId: string, { received, contentType }: FrameBytes, length: number, options: Record<string, unknown>): Promise<Types.IImage> {
  const syntax = /transfer-syntax="?([\d.]+)/.exec(contentType)?.[1] ?? '1.2.840.10008.1.2';
  // A copy: the worker is sent the buffer behind a view, whatever its size.
  return (await dicomImageLoader.createImage(imageId, received.slice(0, length), syntax, { decodeLevel: 0, ...options } as never)) as unknown as Types.IImage;
}

const isInView = (imageId: string): boolean => stacks().some((viewport) => viewport.getCurrentImageId() === imageId);

const stacks = (): Types.IStackViewport[] => (getRenderingEngine(engineId)?.getViewports() ?? []).filter((viewport) => viewport.type === Enums.ViewportType.STACK) as Types.IStackViewport[];
