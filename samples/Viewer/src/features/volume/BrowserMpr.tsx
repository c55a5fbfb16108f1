import type { Types } from '@cornerstonejs/core';
import { Enums, getRenderingEngine, setUseCPURendering, utilities } from '@cornerstonejs/core';
import { ToolGroupManager } from '@cornerstonejs/tools';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import type { ServerReason } from '../../cornerstone/graphics';
import { drawsStacksByProcessor } from '../../cornerstone/graphics';
import { startCornerstone } from '../../cornerstone/init';
import { registerDisplaySet } from '../../cornerstone/metadata';
import type { MprPlane } from '../../cornerstone/names';
import { engineId, mprGroup, mprId, mprPlanes, volumeGroup, volumeViewId } from '../../cornerstone/names';
import { showMprCrosshairs } from '../../cornerstone/tools';
import { cameraSides } from '../../cornerstone/view';
import type { Projection } from '../../cornerstone/volume';
import { loadVolume, releaseVolume, setRenderingPreset, setSlab, setVolumeWindow, showPlanes, showVolume } from '../../cornerstone/volume';
import type { DisplaySet } from '../../dicom/displaySets';
import { PlaneTexts } from './PlaneTexts';
import { ServerVolumePane } from './ServerVolumePane';
import { VolumeSource } from './VolumeSource';

const planeOrientation = { axial: Enums.OrientationAxis.AXIAL, sagittal: Enums.OrientationAxis.SAGITTAL, coronal: Enums.OrientationAxis.CORONAL };

export interface BrowserMprProps {
  set: DisplaySet;
  /** Why the volume itself is drawn by the server; undefined when this browser does it. */
  volumeReason: ServerReason | undefined;
  preset: string;
  projection: Projection;
  slabInMm: number;
  window: { center: number; width: number; exact?: boolean } | undefined;
  crosshairs: boolean;
  /** 0 to 1 while slices arrive; 1 when all is drawn. */
  onProgress(fraction: number): void;
  onFailure(reason: string): void;
}

/** Three planes with crosshairs that can be turned, and the volume, drawn by WebGL. */
export function BrowserMpr({ set, volumeReason, preset, projection, slabInMm, window, crosshairs, onProgress, onFailure }: BrowserMprProps) {
  const { t } = useTranslation();
  const [ready, setReady] = useState(false);
  const elements = useRef<Record<string, HTMLDivElement | null>>({});
  const start = useRef({ preset, window, onProgress, onFailure });

  useEffect(() => {
    const { onProgress: progressed, onFailure: failed } = start.current;
    const engine = startCornerstone();
    // Stacks may be drawn without WebGL; planes through a volume are not.
    setUseCPURendering(false, false);
    for (const plane of mprPlanes) {
      engine.enableElement({ viewportId: mprId(plane), type: Enums.ViewportType.ORTHOGRAPHIC, element: elements.current[plane]!, defaultOptions: { orientation: planeOrientation[plane], background: [0, 0, 0] } });
      // Cornerstone takes its elements out of the order of the tab key.
      elements.current[plane]!.tabIndex = 0;
      ToolGroupManager.getToolGroup(mprGroup)!.addViewport(mprId(plane), engineId);
    }
    const volumeElement = elements.current.volume;
    if (volumeElement) {
      engine.enableElement({ viewportId: volumeViewId, type: Enums.ViewportType.VOLUME_3D, element: volumeElement, defaultOptions: { orientation: Enums.OrientationAxis.CORONAL, background: [0.04, 0.05, 0.07] } });
      ToolGroupManager.getToolGroup(volumeGroup)!.addViewport(volumeViewId, engineId);
    }
    let frame = 0;
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => engine.resize(true, true));
    });
    observer.observe(elements.current.axial!);
    let cancelled = false;
    let volumeId: string | undefined;
    const load = async () => {
      const imageIds = await registerDisplaySet(dicomWeb, set);
      volumeId = await loadVolume(set.id, imageIds, (fraction) => !cancelled && progressed(Math.min(0.99, fraction)));
      if (cancelled) return;
      await showPlanes(volumeId, start.current.window);
      if (volumeElement) await showVolume(volumeId, start.current.preset);
      if (cancelled) return;
      setReady(true);
      progressed(1);
    };
    load().catch((failure: unknown) => !cancelled && failed(failure instanceof Error ? failure.message : String(failure)));
    return () => {
      cancelled = true;
      cancelAnimationFrame(frame);
      observer.disconnect();
      showMprCrosshairs(false);
      for (const plane of mprPlanes) {
        ToolGroupManager.getToolGroup(mprGroup)!.removeViewports(engineId, mprId(plane));
        engine.disableElement(mprId(plane));
      }
      if (volumeElement) {
        ToolGroupManager.getToolGroup(volumeGroup)!.removeViewports(engineId, volumeViewId);
        engine.disableElement(volumeViewId);
      }
      if (volumeId) releaseVolume(volumeId);
      setUseCPURendering(drawsStacksByProcessor(), false);
    };
  }, [set]);

  useEffect(() => {
    if (ready) showMprCrosshairs(crosshairs);
  }, [ready, crosshairs]);
  useEffect(() => {
    if (ready) setSlab(projection, slabInMm);
  }, [ready, projection, slabInMm]);
  useEffect(() => {
    if (ready && window) setVolumeWindow(window);
  }, [ready, window]);
  useEffect(() => {
    if (ready && !volumeReason) setRenderingPreset(preset);
  }, [ready, preset, volumeReason]);

  return (
    <div className="mpr-grid" data-ready={ready} data-drawn-by="browser">
      {mprPlanes.map((plane) => (
        <section key={plane} className="pane" aria-label={t(`mpr.${plane}`)}>
          <div ref={(element) => void (elements.current[plane] = element)} className="viewport" data-viewport={mprId(plane)} tabIndex={0} onKeyDown={(event) => scrollByKey(event, plane)} onContextMenu={(event) => event.preventDefault()} />
          <BrowserPlaneTexts plane={plane} ready={ready} />
        </section>
      ))}
      <section className="pane" aria-label={t('mpr.volume')}>
        {volumeReason ? (
          <ServerVolumePane set={set} reason={volumeReason} />
        ) : (
          <>
            <div ref={(element) => void (elements.current.volume = element)} className="viewport" data-viewport={volumeViewId} onContextMenu={(event) => event.preventDefault()} />
            <div className="overlay" aria-hidden="true">
              <div className="corner top-left">
                <strong>{t('mpr.volume')}</strong>
                <VolumeSource />
              </div>
              <div className="corner bottom-left">
                <span>{t('mpr.local')}</span>
              </div>
            </div>
          </>
        )}
      </section>
    </div>
  );
}

const keySteps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 };

function scrollByKey(event: KeyboardEvent, plane: MprPlane): void {
  const delta = keySteps[event.key];
  const viewport = getRenderingEngine(engineId)?.getViewport(mprId(plane));
  if (delta === undefined || !viewport) return;
  event.preventDefault();
  event.stopPropagation();
  utilities.scroll(viewport, { delta });
}

/** The texts of a plane that Cornerstone draws: they follow its camera. */
function BrowserPlaneTexts({ plane, ready }: { plane: MprPlane; ready: boolean }) {
  const [, redraw] = useState(0);
  const viewport = ready ? (getRenderingEngine(engineId)?.getViewport(mprId(plane)) as Types.IVolumeViewport | undefined) : undefined;
  const element = viewport?.element;
  useEffect(() => {
    if (!element) return;
    let frame = 0;
    const changed = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => redraw((n) => n + 1));
    };
    element.addEventListener(Enums.Events.CAMERA_MODIFIED, changed);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener(Enums.Events.CAMERA_MODIFIED, changed);
    };
  }, [element]);
  const axis = { axial: 2, sagittal: 0, coronal: 1 }[plane];
  return <PlaneTexts plane={plane} position={viewport?.getCamera().focalPoint?.[axis]} sides={viewport && cameraSides(viewport.getCamera())} />;
}
