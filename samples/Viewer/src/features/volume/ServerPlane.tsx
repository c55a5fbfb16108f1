import type { KeyboardEvent, PointerEvent, WheelEvent } from 'react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import type { ServerReason } from '../../cornerstone/graphics';
import type { DisplaySet } from '../../dicom/displaySets';
import type { Vec3 } from '../../dicom/geometry';
import { directionLabel, opposite } from '../../dicom/geometry';
import type { PlaneName, VolumeGeometry } from '../../dicom/volumeGeometry';
import { add, clampToVolume, planeView, scale, scrollStep, toPatient, toPicture } from '../../dicom/volumeGeometry';
import type { VolumePicture } from '../../dicomweb/volumes';
import { volumeUri } from '../../dicomweb/volumes';
import { PlaneTexts } from './PlaneTexts';
import { useElementSize } from './useElementSize';
import { useNewestPicture } from './useNewestPicture';
import { volumeResource } from './volumeResource';

const distance = 1000;

/** How planes are drawn, the same for all three. */
export type PlaneLook = Pick<VolumePicture, 'method' | 'slab' | 'window'>;

interface Props {
  set: DisplaySet;
  volume: VolumeGeometry;
  plane: PlaneName;
  /** The point that the three planes share. */
  at: Vec3;
  onMove(at: Vec3): void;
  look: PlaneLook;
  crosshairs: boolean;
  reason: ServerReason;
}

/** A plane through the volume as the server cuts it: the wheel and the arrow keys move it, a click moves the others. */
export function ServerPlane({ set, volume, plane, at, onMove, look, crosshairs, reason }: Props) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const size = useElementSize(element);
  const view = planeView(volume, plane, at, size?.width ?? 1, size?.height ?? 1);
  const { middle, normal, across, down } = view;
  const camera = { position: add(middle, scale(normal, -distance)), lookAt: middle, up: scale(down, -1) };
  const { shown, failed } = useNewestPicture(size && volumeUri(dicomWeb.root, volumeResource(set), 'renderedmpr', { camera, ...size, ...look }));

  const axis = { axial: 2, sagittal: 0, coronal: 1 }[plane];
  // Forward is towards head, left and back: the way the position counts.
  const forward = Math.sign(normal[axis]!) * scrollStep(volume, plane);
  const move = (steps: number) => onMove(clampToVolume(volume, add(at, scale(normal, steps * forward))));
  const pressed = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 };
    const steps = moves[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(steps);
  };
  const point = (event: PointerEvent) => {
    if (!(event.buttons & 1)) return;
    const box = event.currentTarget.getBoundingClientRect();
    onMove(clampToVolume(volume, toPatient(view, event.clientX - box.left, event.clientY - box.top)));
  };
  const [x, y] = toPicture(view, at);
  const [right, bottom] = [directionLabel(across), directionLabel(down)];
  const position = at[axis]!;
  const limit = (side: number) => Math.round(clampToVolume(volume, [side * 1e9, side * 1e9, side * 1e9])[axis]! * 10) / 10;
  return (
    <>
      <div
        ref={element}
        className="server-plane"
        role="slider"
        tabIndex={0}
        aria-label={t(`mpr.${plane}`)}
        aria-orientation="vertical"
        aria-valuemin={limit(-1)}
        aria-valuemax={limit(1)}
        aria-valuenow={Math.round(position * 10) / 10}
        aria-valuetext={t('mpr.mm', { value: position.toFixed(1) })}
        data-server-plane={plane}
        data-shown={shown !== undefined}
        onKeyDown={pressed}
        onWheel={(event: WheelEvent) => move(Math.sign(event.deltaY))}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          point(event);
        }}
        onPointerMove={point}
      >
        {shown && <img src={shown} alt="" draggable={false} />}
        {crosshairs && size && (
          <svg className={`server-crosshair cross-${plane}`} width={size.width} height={size.height} aria-hidden="true">
            <line className="cross-vertical" x1={x} x2={x} y1={0} y2={size.height} />
            <line className="cross-horizontal" x1={0} x2={size.width} y1={y} y2={y} />
          </svg>
        )}
      </div>
      {failed && (
        <div className="pane-error" role="alert">
          {t('reader.failedImage', { reason: t('mpr.server') })}
        </div>
      )}
      <PlaneTexts plane={plane} position={position} sides={{ right, left: opposite(right), bottom, top: opposite(bottom) }} note={`${t('mpr.server')}: ${t(`mpr.${reason}`)}`} />
    </>
  );
}
