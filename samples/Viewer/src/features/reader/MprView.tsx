import type { Types } from '@cornerstonejs/core';
import { Enums, getRenderingEngine } from '@cornerstonejs/core';
import { ToolGroupManager } from '@cornerstonejs/tools';
import { Alert, Button, NativeSelect, Progress, Slider, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import { startCornerstone } from '../../cornerstone/init';
import { registerDisplaySet } from '../../cornerstone/metadata';
import { engineId, mprGroup, mprId, mprPlanes, volumeGroup, volumeViewId } from '../../cornerstone/names';
import { showMprCrosshairs } from '../../cornerstone/tools';
import { cameraSides } from '../../cornerstone/view';
import type { Projection } from '../../cornerstone/volume';
import { loadVolume, reasonForServer, releaseVolume, setRenderingPreset, setSlab, showPlanes, showVolume } from '../../cornerstone/volume';
import type { DisplaySet } from '../../dicom/displaySets';
import { number } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { presetsFor } from '../../hanging/presets';
import { useReader } from '../../store/reader';
import { ServerVolumePane } from './ServerVolumePane';

const planeOrientation = { axial: Enums.OrientationAxis.AXIAL, sagittal: Enums.OrientationAxis.SAGITTAL, coronal: Enums.OrientationAxis.CORONAL };
const renderings = { CT: ['CT-Bone', 'CT-Soft-Tissue', 'CT-Lung', 'CT-Chest-Contrast-Enhanced', 'CT-MIP', 'CT-AAA'], MR: ['MR-Default', 'MR-T2-Brain', 'MR-Angio', 'MR-MIP'] };

/** Three planes through a volume with crosshairs, and the volume itself. */
export function MprView({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const [progress, setProgress] = useState(0);
  const [ready, setReady] = useState(false);
  const [error, setError] = useState<string>();
  const [projection, setProjection] = useState<Projection>('thin');
  const [slab, setThickness] = useState(10);
  const presets = set.modality === 'CT' ? renderings.CT : renderings.MR;
  const [preset, setPreset] = useState(presets[0]!);
  const [crosshairs, setCrosshairs] = useState(true);
  const [serverReason] = useState(() => {
    const lead = set.pictures[0]!.instance;
    return reasonForServer(number(lead, Tag.Columns) ?? 0, number(lead, Tag.Rows) ?? 0, set.pictures.length);
  });
  const tooLarge = serverReason === 'reasonTexture';
  const elements = useRef<Record<string, HTMLDivElement | null>>({});

  useEffect(() => {
    if (tooLarge) return;
    const engine = startCornerstone();
    for (const plane of mprPlanes) {
      engine.enableElement({ viewportId: mprId(plane), type: Enums.ViewportType.ORTHOGRAPHIC, element: elements.current[plane]!, defaultOptions: { orientation: planeOrientation[plane], background: [0, 0, 0] } });
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
      volumeId = await loadVolume(set.id, imageIds, (fraction) => !cancelled && setProgress(fraction));
      if (cancelled) return;
      await showPlanes(volumeId, initialWindow(set));
      if (volumeElement) await showVolume(volumeId, presets[0]!);
      if (cancelled) return;
      showMprCrosshairs(true);
      setReady(true);
    };
    load().catch((failure: unknown) => setError(failure instanceof Error ? failure.message : String(failure)));
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
    };
  }, [set, presets, tooLarge]);

  useEffect(() => {
    if (ready) setSlab(projection, slab);
  }, [ready, projection, slab]);

  if (tooLarge) return <ServerVolumePane set={set} reason={serverReason} />;
  return (
    <div className="mpr">
      <div className="mpr-bar">
        <NativeSelect
          size="xs"
          aria-label={t('mpr.mode')}
          value={projection}
          onChange={(event) => setProjection(event.currentTarget.value as Projection)}
          data={(['thin', 'mip', 'minip', 'mean'] as const).map((value) => ({ value, label: t(`mpr.${value}`) }))}
        />
        <Text size="xs" id="slab-label">
          {t('mpr.slab')} {t('mpr.mm', { value: slab })}
        </Text>
        <Slider className="slab-slider" size="sm" min={1} max={100} value={slab} label={null} disabled={projection === 'thin'} onChange={setThickness} thumbProps={{ 'aria-label': t('mpr.slab') }} />
        <Button
          size="xs"
          variant={crosshairs ? 'filled' : 'default'}
          aria-pressed={crosshairs}
          onClick={() => {
            showMprCrosshairs(!crosshairs);
            setCrosshairs(!crosshairs);
          }}
        >
          {t('mpr.crosshairs')}
        </Button>
        {!serverReason && (
          <NativeSelect
            size="xs"
            aria-label={t('mpr.preset')}
            value={preset}
            onChange={(event) => {
              setPreset(event.currentTarget.value);
              setRenderingPreset(event.currentTarget.value);
            }}
            data={presets}
          />
        )}
        {!ready && !error && <Progress className="grow" value={progress * 100} aria-label={t('mpr.loading', { percent: Math.round(progress * 100) })} />}
      </div>
      {error && (
        <Alert color="red" role="alert">
          {t('reader.failedImage', { reason: error })}
        </Alert>
      )}
      <div className="mpr-grid" data-ready={ready}>
        {mprPlanes.map((plane) => (
          <section key={plane} className="pane" aria-label={t(`mpr.${plane}`)}>
            <div ref={(element) => void (elements.current[plane] = element)} className="viewport" data-viewport={mprId(plane)} onContextMenu={(event) => event.preventDefault()} />
            <PlaneOverlay plane={plane} ready={ready} />
          </section>
        ))}
        <section className="pane" aria-label={t('mpr.volume')}>
{serverReason ? (
            <ServerVolumePane set={set} reason={serverReason} />
          ) : (
            <>
              <div ref={(element) => void (elements.current.volume = element)} className="viewport" data-viewport={volumeViewId} onContextMenu={(event) => event.preventDefault()} />
              <div className="overlay" aria-hidden="true">
                <div className="corner top-left">
                  <strong>{t('mpr.volume')}</strong>
                </div>
                <div className="corner bottom-left">
                  <span>{t('mpr.local')}</span>
                </div>
              </div>
            </>
          )}
        </section>
      </div>
    </div>
  );
}

function PlaneOverlay({ plane, ready }: { plane: (typeof mprPlanes)[number]; ready: boolean }) {
  const { t } = useTranslation();
  const [, redraw] = useState(0);
  const overlays = useReader((state) => state.overlays);
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
  if (!overlays) return null;
  const sides = viewport && cameraSides(viewport.getCamera());
  const at = viewport?.getCamera().focalPoint;
  const axis = { axial: 2, sagittal: 0, coronal: 1 }[plane];
  return (
    <div className={`overlay plane-${plane}`} aria-hidden="true">
      <div className="corner top-left">
        <strong>{t(`mpr.${plane}`)}</strong>
      </div>
      {at && (
        <div className="corner bottom-left">
          <span data-position={at[axis]!.toFixed(1)}>{t('mpr.mm', { value: at[axis]!.toFixed(1) })}</span>
        </div>
      )}
      {sides && (
        <>
          <span className="side side-top">{sides.top}</span>
          <span className="side side-left">{sides.left}</span>
          <span className="side side-right">{sides.right}</span>
          <span className="side side-bottom">{sides.bottom}</span>
        </>
      )}
    </div>
  );
}

/** The window that the slices bring, or the first preset for the modality. */
function initialWindow(set: DisplaySet): { lower: number; upper: number } | undefined {
  const lead = set.pictures[Math.floor(set.pictures.length / 2)]?.instance;
  const [preset] = presetsFor(set.modality, set.bodyPart);
  const center = number(lead, Tag.WindowCenter) ?? preset?.center;
  const width = number(lead, Tag.WindowWidth) ?? preset?.width;
  return center === undefined || width === undefined ? undefined : { lower: center - width / 2, upper: center + width / 2 };
}
