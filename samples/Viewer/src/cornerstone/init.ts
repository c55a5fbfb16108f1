import { cache, init as initCore, metaData, RenderingEngine } from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import { init as initTools } from '@cornerstonejs/tools';
import { beforeProcessing, instanceProvider } from './metadata';
import { drawsStacksByProcessor, graphics } from './graphics';
import { engineId } from './names';
import { startMeasuring } from './measuring';
import { keepPetValues } from './petValues';
import { startProgressive } from './progressive';
import { drawSigmoids } from './sigmoid';
import { createToolGroups, registerTools } from './tools';

/** Decoded pixels kept at most, in bytes; the least recently used go first. */
const cacheLimit = 1024 * 1024 * 1024;

let engine: RenderingEngine | undefined;

/** Starts Cornerstone3D once for the page; its one rendering engine draws every pane. */
export function startCornerstone(): RenderingEngine {
  if (engine) return engine;
  // Every context of WebGL costs memory and start-up time: planes and volumes share the first, stacks take turns.
  initCore({ rendering: { webGlContextCount: graphics().kind === 'processor' ? 4 : 1, useCPURendering: drawsStacksByProcessor() } } as Parameters<typeof initCore>[0]);
  dicomImageLoader.init({ maxWebWorkers: Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1)), useLegacyMetadataProvider: true, beforeProcessing });
  startProgressive();
  initTools();
  cache.setMaxCacheSize(cacheLimit);
  metaData.addProvider(instanceProvider, 10000);
  if (drawsStacksByProcessor()) {
    drawSigmoids();
    keepPetValues();
  }
  startMeasuring();
  registerTools();
  createToolGroups();
  engine = new RenderingEngine(engineId);
  return engine;
}
