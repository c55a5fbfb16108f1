import type { Types } from '@cornerstonejs/core';
import { cache, Enums, eventTarget, getRenderingEngine, setVolumesForViewports, utilities, volumeLoader } from '@cornerstonejs/core';
import { engineId, mprId, mprPlanes, volumeViewId } from './names';

export type Projection = 'thin' | 'mip' | 'minip' | 'mean';

const blendModes: Record<Projection, Enums.BlendModes> = {
  thin: Enums.BlendModes.COMPOSITE,
  mip: Enums.BlendModes.MAXIMUM_INTENSITY_BLEND,
  minip: Enums.BlendModes.MINIMUM_INTENSITY_BLEND,
  mean: Enums.BlendModes.AVERAGE_INTENSITY_BLEND,
};

/** Loads a stack as a volume; the promise ends when the last slice is in. */
export async function loadVolume(setId: string, imageIds: string[], onProgress: (fraction: number) => void): Promise<string> {
  const volumeId = `cornerstoneStreamingImageVolume:${setId}`;
  const volume = (await volumeLoader.createAndCacheVolume(volumeId, { imageIds })) as Types.IStreamingImageVolume;
  if (volume.loadStatus?.loaded) return volumeId;
  await new Promise<void>((resolve, reject) => {
    const progressed = (event: Event) => {
      const detail = (event as CustomEvent<{ volumeId: string; framesProcessed: number; numberOfFrames: number }>).detail;
      if (detail.volumeId === volumeId) onProgress(detail.framesProcessed / detail.numberOfFrames);
    };
    const completed = (event: Event) => {
      if ((event as CustomEvent<{ volumeId: string }>).detail.volumeId === volumeId) finish(resolve);
    };
    const failed = (event: Event) => {
      const { imageId, error } = (event as CustomEvent<{ imageId: string; error: unknown }>).detail;
      if (imageIds.includes(imageId)) finish(() => reject(error instanceof Error ? error : new Error(String(error))));
    };
    const finish = (then: () => void) => {
      eventTarget.removeEventListener(Enums.Events.IMAGE_VOLUME_MODIFIED, progressed);
      eventTarget.removeEventListener(Enums.Events.IMAGE_VOLUME_LOADING_COMPLETED, completed);
      eventTarget.removeEventListener(Enums.Events.IMAGE_LOAD_FAILED, failed);
      then();
    };
    eventTarget.addEventListener(Enums.Events.IMAGE_VOLUME_MODIFIED, progressed);
    eventTarget.addEventListener(Enums.Events.IMAGE_VOLUME_LOADING_COMPLETED, completed);
    eventTarget.addEventListener(Enums.Events.IMAGE_LOAD_FAILED, failed);
    volume.load();
  });
  return volumeId;
}

export function releaseVolume(volumeId: string): void {
  if (cache.getVolume(volumeId)) cache.removeVolumeLoadObject(volumeId);
}

/** Puts a loaded volume into the three planes; they show the same window. */
export async function showPlanes(volumeId: string, window: Window | undefined): Promise<void> {
  const engine = getRenderingEngine(engineId);
  if (!engine) return;
  const ids = mprPlanes.map(mprId);
  await setVolumesForViewports(engine, [{ volumeId }], ids);
  if (window) setVolumeWindow(window);
  engine.renderViewports(ids);
}

interface Window {
  center: number;
  width: number;
  /** Of fractions, such as uptake values: it ends at its edges (PS3.3 §C.11.2.1.3.2). */
  exact?: boolean;
}

/** The window of the three planes. */
export function setVolumeWindow({ center, width, exact }: Window): void {
  const engine = getRenderingEngine(engineId);
  const voiRange = utilities.windowLevel.toLowHighRange(width, center, exact ? Enums.VOILUTFunctionType.LINEAR_EXACT : Enums.VOILUTFunctionType.LINEAR);
  for (const id of mprPlanes.map(mprId)) {
    const viewport = engine?.getViewport(id) as Types.IVolumeViewport | undefined;
    viewport?.setProperties({ voiRange });
    viewport?.render();
  }
}

export async function showVolume(volumeId: string, preset: string): Promise<void> {
  const engine = getRenderingEngine(engineId);
  if (!engine) return;
  await setVolumesForViewports(engine, [{ volumeId }], [volumeViewId]);
  setRenderingPreset(preset);
}

export function setRenderingPreset(preset: string): void {
  const viewport = getRenderingEngine(engineId)?.getViewport(volumeViewId) as Types.IVolumeViewport | undefined;
  viewport?.setProperties({ preset });
  viewport?.render();
}

/** A slab of some millimetres and how it is projected; "thin" is a single plane. */
export function setSlab(projection: Projection, thicknessInMm: number): void {
  const engine = getRenderingEngine(engineId);
  if (!engine) return;
  const ids = mprPlanes.map(mprId);
  for (const id of ids) {
    const viewport = engine.getViewport(id) as Types.IVolumeViewport | undefined;
    if (!viewport) continue;
    viewport.setBlendMode(blendModes[projection]);
    if (projection === 'thin') viewport.resetSlabThickness();
    else viewport.setSlabThickness(thicknessInMm);
  }
  engine.renderViewports(ids);
}
