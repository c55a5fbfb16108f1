import { NativeSelect } from '@mantine/core';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import type { ServerReason } from '../../cornerstone/graphics';
import { orbit } from '../../dicom/camera';
import type { DisplaySet } from '../../dicom/displaySets';
import { volumeGeometry } from '../../dicom/volumeGeometry';
import { volumeUri } from '../../dicomweb/volumes';
import { useNewestPicture } from './useNewestPicture';
import { volumeResource } from './volumeResource';
import { VolumeSource } from './VolumeSource';

const distance = 1000;
const step = 15;
const side = 512;

/** How the server draws: its presets, and the projection of the largest values. */
const looks = { CT: ['bone', 'soft-tissue', 'angiography', 'lung', 'mip'], MR: ['mr', 'mip'] };

/** The volume as the server draws it (PS3.18 §10.4.1, Rendered 3D): turned by dragging and by the arrow keys. */
export function ServerVolumePane({ set, reason }: { set: DisplaySet; reason: ServerReason }) {
  const { t } = useTranslation();
  const choices = set.modality === 'CT' ? looks.CT : looks.MR;
  const [look, setLook] = useState(choices[0]!);
  const [angles, setAngles] = useState({ azimuth: 20, elevation: 15 });
  const dragging = useRef<{ x: number; y: number }>(undefined);
  const { centre } = useMemo(() => volumeGeometry(set), [set]);
  const { position, up } = orbit(centre, angles.azimuth, angles.elevation, distance);
  const { shown, failed } = useNewestPicture(
    volumeUri(dicomWeb.root, volumeResource(set), 'rendered3d', {
      camera: { position, lookAt: centre, up },
      width: side,
      height: side,
      method: look === 'mip' ? 'maximum_ip' : 'volume_rendered',
      preset: look === 'mip' ? undefined : look,
    }),
  );

  const turn = (azimuth: number, elevation: number) => setAngles((before) => ({ azimuth: before.azimuth + azimuth, elevation: Math.max(-89, Math.min(89, before.elevation + elevation)) }));
  const pressed = (event: KeyboardEvent) => {
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    turn(...move);
  };
  const moved = (event: PointerEvent) => {
    const from = dragging.current;
    if (!from) return;
    turn((from.x - event.clientX) / 2, (event.clientY - from.y) / 2);
    dragging.current = { x: event.clientX, y: event.clientY };
  };

  return (
    <>
      <div
        className="server-volume"
        role="img"
        tabIndex={0}
        aria-label={t('mpr.volume')}
        data-azimuth={Math.round(angles.azimuth)}
        data-look={look}
        onKeyDown={pressed}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragging.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={moved}
        onPointerUp={() => (dragging.current = undefined)}
      >
        {shown && <img src={shown} alt="" draggable={false} />}
      </div>
      {failed && (
        <div className="pane-error" role="alert">
          {t('reader.failedImage', { reason: t('mpr.server') })}
        </div>
      )}
      <div className="overlay" aria-hidden="true">
        <div className="corner top-left">
          <strong>{t('mpr.volume')}</strong>
          <VolumeSource />
        </div>
        <div className="corner bottom-left">
          <span>
            {t('mpr.server')}: {t(`mpr.${reason}`)}
          </span>
        </div>
      </div>
      <NativeSelect className="server-volume-look" size="xs" aria-label={t('mpr.preset')} value={look} data={choices.map((choice) => ({ value: choice, label: t(`mpr.look.${choice}`) }))} onChange={(event) => setLook(event.currentTarget.value)} />
    </>
  );
}
