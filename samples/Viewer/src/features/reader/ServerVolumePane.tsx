import { NativeSelect } from '@mantine/core';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import { orbit, stackCentre } from '../../dicom/camera';
import type { DisplaySet } from '../../dicom/displaySets';
import { number, numbers } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';

const distance = 1000;
const step = 15;

/** How the server draws: its presets, and the projection of the largest values. */
const looks = { CT: ['bone', 'soft-tissue', 'angiography', 'lung', 'mip'], MR: ['mr', 'mip'] };

/** The volume as the server draws it (PS3.18 §10.4.1, Rendered 3D): turned by dragging and by the arrow keys. */
export function ServerVolumePane({ set, reason }: { set: DisplaySet; reason: 'reasonSoftware' | 'reasonTexture' }) {
  const { t } = useTranslation();
  const choices = set.modality === 'CT' ? looks.CT : looks.MR;
  const [look, setLook] = useState(choices[0]!);
  const [angles, setAngles] = useState({ azimuth: 20, elevation: 15 });
  const [shown, setShown] = useState<string>();
  const [failed, setFailed] = useState(false);
  const wanted = useRef('');
  const busy = useRef(false);
  const dragging = useRef<{ x: number; y: number }>(undefined);
  const uri = volumeUri(set, look, angles.azimuth, angles.elevation);

  useEffect(() => {
    wanted.current = uri;
    // One request at a time; when it is back, the newest view is asked for.
    const next = () => {
      const asked = wanted.current;
      busy.current = true;
      const picture = new Image();
      picture.onload = () => {
        setShown(asked);
        setFailed(false);
        if (wanted.current === asked) busy.current = false;
        else next();
      };
      picture.onerror = () => {
        setFailed(true);
        busy.current = false;
      };
      picture.src = asked;
    };
    if (!busy.current) next();
  }, [uri]);

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
        </div>
        <div className="corner bottom-left">
          <span>
            {t('mpr.server')}: {t(`mpr.${reason}`)}
          </span>
        </div>
      </div>
      <NativeSelect className="server-volume-look" size="xs" aria-label={t('mpr.preset')} value={look} data={choices} onChange={(event) => setLook(event.currentTarget.value)} />
    </>
  );
}

function volumeUri(set: DisplaySet, look: string, azimuth: number, elevation: number): string {
  const lead = set.pictures[0]!.instance;
  const [rowSpacing = 1, columnSpacing = 1] = numbers(lead, Tag.PixelSpacing);
  const planes = set.pictures.map((picture) => picture.plane!);
  const centre = stackCentre(planes, number(lead, Tag.Rows) ?? 1, number(lead, Tag.Columns) ?? 1, rowSpacing, columnSpacing);
  const { position, up } = orbit(centre, azimuth, elevation, distance);
  const vector = (value: number[]) => value.map((part) => part.toFixed(3)).join(',');
  const query = new URLSearchParams({
    viewpointposition: vector(position),
    viewpointlookat: vector(centre),
    viewpointup: vector(up),
    viewport: '512,512',
    renderingmethod: look === 'mip' ? 'maximum_ip' : 'volume_rendered',
  });
  if (look !== 'mip') query.set('preset', look);
  return `${dicomWeb.root}/studies/${set.studyUid}/series/${set.seriesUid}/rendered3d?${query}`;
}
