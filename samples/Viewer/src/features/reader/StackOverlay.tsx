import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../app/i18n';
import { entryOf } from '../../cornerstone/metadata';
import { stackById, windowOf, zoomOf } from '../../cornerstone/stack';
import { orientationLabels, scaleBar } from '../../cornerstone/view';
import type { DisplaySet } from '../../dicom/displaySets';
import { clockTime, isoDate, number, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { findSet, useReader } from '../../store/reader';
import { keyImages } from '../../dicom/keyObjects';
import { useRendered } from './useRendered';

/** Patient, study and image in the four corners; orientation and scale at the edges. */
export function StackOverlay({ viewportId, set }: { viewportId: string; set: DisplaySet }) {
  const { t } = useTranslation();
  useRendered(viewportId);
  const isCurrent = useReader((state) => state.studyUid === set.studyUid);
  const several = useReader((state) => state.panes.some((pane) => pane !== undefined && findSet(state, pane)?.studyUid !== state.studyUid));
  const keys = useReader((state) => state.studies[set.studyUid]?.sets);
  const viewport = stackById(viewportId);
  const imageId = viewport?.getCurrentImageId();
  const picture = entryOf(imageId)?.picture;
  if (!viewport || !picture) return null;

  const { instance, plane } = picture;
  const window = windowOf(viewport);
  const color = (number(instance, Tag.SamplesPerPixel) ?? 1) > 1 || text(instance, Tag.PhotometricInterpretation) === 'PALETTE COLOR';
  const sides = orientationLabels(viewport, instance, plane);
  const bar = scaleBar(viewport, instance);
  const thickness = number(instance, Tag.SliceThickness);
  const lossy = text(instance, Tag.LossyImageCompression) === '01';
  const isKey = keys?.some((candidate) => candidate.kind === 'ko' && candidate.pictures.some((ko) => keyImages(ko.instance).some((key) => key.sopUid === text(instance, Tag.SOPInstanceUID) && (key.frameNumber ?? picture.frameNumber) === picture.frameNumber)));
  const index = viewport.getCurrentImageIdIndex();
  const count = viewport.getImageIds().length;
  return (
    <div className="overlay" aria-hidden="true">
      <div className="corner top-left">
        <strong>{text(instance, Tag.PatientName)}</strong>
        <span>{text(instance, Tag.PatientID)}</span>
        <span>{[isoDate(text(instance, Tag.PatientBirthDate)), text(instance, Tag.PatientSex), text(instance, Tag.PatientAge)].filter(Boolean).join(' · ')}</span>
      </div>
      <div className="corner top-right">
        {several && <span className={isCurrent ? 'tag-current' : 'tag-prior'}>{t(isCurrent ? 'reader.current' : 'reader.prior')}</span>}
        <span>{[isoDate(text(instance, Tag.StudyDate)), clockTime(text(instance, Tag.StudyTime))].filter(Boolean).join(' ')}</span>
        <span>{text(instance, Tag.StudyDescription)}</span>
        <span>{[text(instance, Tag.SeriesNumber), text(instance, Tag.SeriesDescription)].filter(Boolean).join(': ')}</span>
        {isKey && <span className="tag-key">★ {t('reader.keyImage')}</span>}
      </div>
      <div className="corner bottom-left">
        <span>
          {index + 1} / {count}
        </span>
        {thickness !== undefined && plane && <span>{t('mpr.mm', { value: formatNumber(thickness, 1) })}</span>}
        {lossy && <span className="tag-lossy">{t('reader.lossy', { ratio: lossyRatio(number(instance, Tag.LossyImageCompressionRatio)) })}</span>}
      </div>
      <div className="corner bottom-right">
        {!color && window && (
          <span data-window={`${Math.round(window.center)}/${Math.round(window.width)}`}>
            C {formatNumber(window.center)} · W {formatNumber(window.width)}
          </span>
        )}
        <span>{formatNumber(zoomOf(viewport), 1)}×</span>
      </div>
      {sides && (
        <>
          <span className="side side-top">{sides.top}</span>
          <span className="side side-left">{sides.left}</span>
          <span className="side side-right">{sides.right}</span>
          <span className="side side-bottom">{sides.bottom}</span>
        </>
      )}
      {bar && (
        <div className="scale-bar" style={{ width: bar.pixels }}>
          <span>{bar.mm >= 10 ? `${bar.mm / 10} cm` : `${bar.mm} mm`}</span>
        </div>
      )}
    </div>
  );
}

const lossyRatio = (ratio: number | undefined): string => (ratio ? `${formatNumber(ratio, 1)}:1` : '');
