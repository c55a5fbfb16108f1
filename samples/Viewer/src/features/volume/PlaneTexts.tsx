import { useTranslation } from 'react-i18next';
import type { Sides } from '../../cornerstone/view';
import type { PlaneName } from '../../dicom/volumeGeometry';
import { useReader } from '../../store/reader';
import { VolumeSource } from './VolumeSource';

interface Props {
  plane: PlaneName;
  /** In mm of the patient, along the axis that the plane is moved by. */
  position: number | undefined;
  sides: Sides | undefined;
  note?: string;
}

/** What lies over a plane: its name, its place, the directions of its edges, and who drew it. */
export function PlaneTexts({ plane, position, sides, note }: Props) {
  const { t } = useTranslation();
  const overlays = useReader((state) => state.overlays);
  if (!overlays) return null;
  return (
    <div className={`overlay plane-${plane}`} aria-hidden="true">
      <div className="corner top-left">
        <strong>{t(`mpr.${plane}`)}</strong>
        <VolumeSource />
      </div>
      <div className="corner bottom-left">
        {position !== undefined && <span data-position={position.toFixed(1)}>{t('mpr.mm', { value: position.toFixed(1) })}</span>}
        {note && <span>{note}</span>}
      </div>
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
