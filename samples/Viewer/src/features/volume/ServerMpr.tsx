import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServerReason } from '../../cornerstone/graphics';
import { mprPlanes } from '../../cornerstone/names';
import type { Projection } from '../../cornerstone/volume';
import type { DisplaySet } from '../../dicom/displaySets';
import { volumeGeometry } from '../../dicom/volumeGeometry';
import type { PlaneLook } from './ServerPlane';
import { ServerPlane } from './ServerPlane';
import { ServerVolumePane } from './ServerVolumePane';

const methods: Record<Projection, PlaneLook['method']> = { thin: undefined, mip: 'maximum_ip', minip: 'minimum_ip', mean: 'average_ip' };

interface Props {
  set: DisplaySet;
  reason: ServerReason;
  projection: Projection;
  slabInMm: number;
  window: PlaneLook['window'];
  crosshairs: boolean;
}

/** Three planes and the volume, all drawn by the server: nothing but pictures comes to this browser. */
export function ServerMpr({ set, reason, projection, slabInMm, window, crosshairs }: Props) {
  const { t } = useTranslation();
  const volume = useMemo(() => volumeGeometry(set), [set]);
  const [at, setAt] = useState(volume.centre);
  const look: PlaneLook = { method: methods[projection], slab: projection === 'thin' ? undefined : slabInMm, window };
  return (
    <div className="mpr-grid" data-ready="true" data-drawn-by="server">
      {mprPlanes.map((plane) => (
        <section key={plane} className="pane" aria-label={t(`mpr.${plane}`)}>
          <ServerPlane set={set} volume={volume} plane={plane} at={at} onMove={setAt} look={look} crosshairs={crosshairs} reason={reason} />
        </section>
      ))}
      <section className="pane" aria-label={t('mpr.volume')}>
        <ServerVolumePane set={set} reason={reason} />
      </section>
    </div>
  );
}
