import { Enums, eventTarget, getEnabledElement } from '@cornerstonejs/core';
import { ToolGroupManager, utilities as toolUtilities } from '@cornerstonejs/tools';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import { markImage } from '../../app/timing';
import { startCornerstone } from '../../cornerstone/init';
import { registerDisplaySet } from '../../cornerstone/metadata';
import { engineId, paneId, stackGroup } from '../../cornerstone/names';
import { applyPresentation } from '../../cornerstone/presentation';
import { fetchHeads, followImages } from '../../cornerstone/progressive';
import { reset, setWindow, showStack, stackById, windowOfWhole } from '../../cornerstone/stack';
import type { DisplaySet } from '../../dicom/displaySets';
import { frameRate } from '../../dicom/cine';
import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { presetsOf } from '../../hanging/presets';
import { useReader } from '../../store/reader';
import { useSession } from '../../collab/session';
import { Cursors } from '../session/Cursors';
import { ImageLayer } from './ImageLayer';
import { StackOverlay } from './StackOverlay';
import { StackScrollbar } from './StackScrollbar';

toolUtilities.stackContextPrefetch.setConfiguration({ maxImagesToPrefetch: Infinity, minBefore: 4, maxAfter: 60, preserveExistingPool: false });

/** An image stack in a Cornerstone viewport, with what lies over it. */
export function StackView({ index, set }: { index: number; set: DisplaySet }) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<{ setId: string; reason: string }>();
  const [ready, setReady] = useState<string>();
  const overlays = useReader((state) => state.overlays);
  const playing = useReader((state) => state.playing[index] ?? false);
  const shared = useSession((state) => state.phase === 'joined');
  const viewportId = paneId(index);

  useEffect(() => {
    const engine = startCornerstone();
    const group = ToolGroupManager.getToolGroup(stackGroup)!;
    const mounted = element.current!;
    engine.enableElement({ viewportId, type: Enums.ViewportType.STACK, element: mounted, defaultOptions: { background: [0, 0, 0] } });
    // Cornerstone takes its elements out of the order of the tab key.
    mounted.tabIndex = 0;
    group.addViewport(viewportId, engineId);
    const unfollow = followImages(mounted, viewportId);
    return () => {
      unfollow();
      toolUtilities.stackContextPrefetch.disable(mounted);
      group.removeViewports(engineId, viewportId);
      engine.disableElement(viewportId);
    };
  }, [viewportId]);

  useEffect(() => {
    let cancelled = false;
    const fail = (failure: unknown) => {
      const inner = (failure as { error?: unknown })?.error ?? failure;
      if (!cancelled) setError({ setId: set.id, reason: inner instanceof Error ? inner.message : String(inner) });
    };
    const failed = (event: Event) => {
      const { imageId, error: reason } = (event as CustomEvent<{ imageId: string; error: unknown }>).detail;
      if (stackById(viewportId)?.getImageIds().includes(imageId)) fail(reason);
    };
    const show = async () => {
      const imageIds = await registerDisplaySet(dicomWeb, set);
      const viewport = stackById(viewportId);
      if (cancelled || !viewport) return;
      eventTarget.addEventListener(Enums.Events.IMAGE_LOAD_FAILED, failed);
      // A volume is opened in its middle: the ends of a scan are seldom what one looks for.
      const first = set.isVolume ? Math.floor(imageIds.length / 2) : 0;
      await showStack(viewport, imageIds, first);
      if (cancelled) return;
      // Rotation, flip and window of what hung here before do not belong to this.
      reset(viewport);
      const lead = set.pictures[0]?.instance;
      const [preset] = presetsOf(set);
      if (preset && !text(lead, Tag.WindowCenter)) setWindow(viewport, preset.center, preset.width);
      else windowOfWhole(viewport);
      viewport.render();
      viewport.element.addEventListener(Enums.Events.IMAGE_RENDERED, markImage, { once: true });
      setReady(set.id);
      fetchHeads(imageIds, first, () => !cancelled);
      toolUtilities.stackContextPrefetch.enable(viewport.element);
    };
    show().catch(fail);
    const mounted = element.current;
    return () => {
      cancelled = true;
      eventTarget.removeEventListener(Enums.Events.IMAGE_LOAD_FAILED, failed);
      // When the pane itself goes, its element is no longer Cornerstone's by now.
      if (mounted && getEnabledElement(mounted)) toolUtilities.stackContextPrefetch.disable(mounted);
    };
  }, [viewportId, set]);

  useEffect(() => {
    const mounted = element.current;
    const { presentation } = set;
    if (!presentation || ready !== set.id || !mounted) return;
    const apply = () => {
      const viewport = stackById(viewportId);
      if (viewport) applyPresentation(viewport, presentation);
    };
    apply();
    mounted.addEventListener(Enums.Events.STACK_NEW_IMAGE, apply);
    return () => mounted.removeEventListener(Enums.Events.STACK_NEW_IMAGE, apply);
  }, [ready, set, viewportId]);

  useEffect(() => {
    const mounted = element.current;
    if (!playing || !mounted) return;
    toolUtilities.cine.playClip(mounted, { framesPerSecond: frameRate(set.pictures[0]?.instance), loop: true });
    return () => {
      if (getEnabledElement(mounted)) toolUtilities.cine.stopClip(mounted, { stopDynamicCine: false, viewportId });
    };
  }, [playing, set, viewportId]);

  return (
    <>
      <div ref={element} className="viewport" tabIndex={0} data-viewport={viewportId} data-ready={ready === set.id} onContextMenu={(event) => event.preventDefault()} onDoubleClick={() => useReader.getState().patch({ maximized: !useReader.getState().maximized })} />
      {ready === set.id && (
        <>
          {overlays && <ImageLayer viewportId={viewportId} presentation={set.presentation} />}
          {overlays && <StackOverlay viewportId={viewportId} set={set} />}
          {shared && <Cursors viewportId={viewportId} />}
          <StackScrollbar viewportId={viewportId} count={set.pictures.length} />
        </>
      )}
      {error?.setId === set.id && (
        <div className="pane-error" role="alert">
          {t('reader.failedImage', { reason: error.reason })}
        </div>
      )}
    </>
  );
}
