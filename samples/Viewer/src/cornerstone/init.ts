import { cache, init as initCore, metaData, RenderingEngine } from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import { init as initTools } from '@cornerstonejs/tools';
import { instanceProvider } from './metadata';
import { engineId } from './names';
import { createToolGroups, registerTools } from './tools';

/** Decoded pixels kept at most, in bytes; the least recently used go first. */
const cacheLimit = 1024 * 1024 * 1024;

let engine: RenderingEngine | undefined;

/** Starts Cornerstone3D once for the page; its one rendering engine draws every pane. */
export function startCornerstone(): RenderingEngine {
  if (engine) return engine;
  initCore();
  dicomImageLoader.init({ maxWebWorkers: Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1)), useLegacyMetadataProvider: true });
  initTools();
  cache.setMaxCacheSize(cacheLimit);
  metaData.addProvider(instanceProvider, 10000);
  registerTools();
  createToolGroups();
  engine = new RenderingEngine(engineId);
  return engine;
}
