import { Alert, Button, NativeSelect, Progress, Slider, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonForServerPlanes, reasonForServerVolume } from '../../cornerstone/graphics';
import type { Projection } from '../../cornerstone/volume';
import type { DisplaySet } from '../../dicom/displaySets';
import { suvFactor } from '../../dicom/suv';
import { number } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { presetsOf } from '../../hanging/presets';
import { BrowserMpr } from './BrowserMpr';
import { ServerMpr } from './ServerMpr';

const renderings = { CT: ['CT-Bone', 'CT-Soft-Tissue', 'CT-Lung', 'CT-Chest-Contrast-Enhanced', 'CT-MIP', 'CT-AAA'], MR: ['MR-Default', 'MR-T2-Brain', 'MR-Angio', 'MR-MIP'] };
const fromImage = 'image';

/** Planes through a volume and the volume itself: by the browser where it can, else by the server, and it is said which. */
export function MprView({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const lead = set.pictures[Math.floor(set.pictures.length / 2)]!.instance;
  const size = [number(lead, Tag.Columns) ?? 0, number(lead, Tag.Rows) ?? 0, set.pictures.length] as const;
  const [planesReason] = useState(() => reasonForServerPlanes(...size));
  const [volumeReason] = useState(() => reasonForServerVolume(...size));
  const [byServer, setByServer] = useState(planesReason !== undefined);
  const [progress, setProgress] = useState(0);
  const [error, setError] = useState<string>();
  const [projection, setProjection] = useState<Projection>('thin');
  const [slab, setThickness] = useState(10);
  const presets = set.modality === 'CT' ? renderings.CT : renderings.MR;
  const [preset, setPreset] = useState(presets[0]!);
  const [crosshairs, setCrosshairs] = useState(true);
  const windows = presetsOf(set);
  const [windowKey, setWindowKey] = useState(fromImage);
  const uptake = useMemo(() => suvFactor(lead), [lead]);
  const own = useMemo(() => (uptake === undefined ? ownWindow(lead) : undefined), [lead, uptake]) ?? windows[0];
  const window = windowKey === fromImage ? own : windows.find(({ key }) => key === windowKey);

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
        <Text size="xs" className="slab-label">
          {t('mpr.slab')} {t('mpr.mm', { value: slab })}
        </Text>
        <Slider className="slab-slider" size="sm" min={1} max={100} value={slab} label={null} disabled={projection === 'thin'} onChange={setThickness} thumbLabel={t('mpr.slab')} />
        <Button size="xs" variant={crosshairs ? 'filled' : 'default'} aria-pressed={crosshairs} onClick={() => setCrosshairs(!crosshairs)}>
          {t('mpr.crosshairs')}
        </Button>
        {windows.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label={t('reader.windowPresets')}
            value={windowKey}
            onChange={(event) => setWindowKey(event.currentTarget.value)}
            data={[{ value: fromImage, label: t('reader.fromImage') }, ...windows.map(({ key }) => ({ value: key, label: t(`preset.${key}`) }))]}
          />
        )}
        {!byServer && !volumeReason && <NativeSelect size="xs" aria-label={t('mpr.preset')} value={preset} onChange={(event) => setPreset(event.currentTarget.value)} data={presets} />}
        <NativeSelect
          size="xs"
          aria-label={t('mpr.drawnBy')}
          value={byServer ? 'server' : 'browser'}
          disabled={planesReason !== undefined}
          onChange={(event) => {
            setError(undefined);
            setProgress(0);
            setByServer(event.currentTarget.value === 'server');
          }}
          data={[
            { value: 'browser', label: t('mpr.local') },
            { value: 'server', label: t('mpr.server') },
          ]}
        />
        {!byServer && progress < 1 && !error && <Progress className="grow" value={progress * 100} aria-label={t('mpr.loading', { percent: Math.round(progress * 100) })} />}
      </div>
      {error && (
        <Alert color="red" role="alert">
          {t('reader.failedImage', { reason: error })}
        </Alert>
      )}
      {byServer ? (
        <ServerMpr set={set} reason={planesReason ?? 'reasonChosen'} projection={projection} slabInMm={slab} window={window && inFileUnits(window, uptake)} crosshairs={crosshairs} />
      ) : (
        <BrowserMpr set={set} volumeReason={volumeReason} preset={preset} projection={projection} slabInMm={slab} window={window} crosshairs={crosshairs} onProgress={setProgress} onFailure={setError} />
      )}
    </div>
  );
}

/** The server knows the values of the file alone: uptake values are turned back. */
const inFileUnits = ({ center, width }: { center: number; width: number }, uptake = 1) => ({ center: center / uptake, width: width / uptake });

/** The window that the slices bring. */
function ownWindow(lead: DisplaySet['pictures'][number]['instance']): { center: number; width: number } | undefined {
  const [center, width] = [number(lead, Tag.WindowCenter), number(lead, Tag.WindowWidth)];
  return center === undefined || width === undefined ? undefined : { center, width };
}
