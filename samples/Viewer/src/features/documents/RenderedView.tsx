import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import type { DisplaySet } from '../../dicom/displaySets';
import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';

/** Images that no browser decodes, frame by frame as the server draws them (PS3.18 §8.7). */
export default function RenderedView({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const [index, setIndex] = useState(0);
  const { instance, frameNumber } = set.pictures[index]!;
  const [failed, setFailed] = useState<number>();
  const source = `${dicomWeb.frameUri(set.studyUid, set.seriesUid, text(instance, Tag.SOPInstanceUID), frameNumber)}/rendered`;
  const label = t('reader.image', { index: index + 1, count: set.pictures.length });
  return (
    <div className="rendered-view">
      <img src={source} alt={label} onError={() => setFailed(index)} />
      <div className="overlay" aria-hidden="true">
        <div className="corner top-left">
          <strong>{text(instance, Tag.PatientName)}</strong>
          <span>{text(instance, Tag.PatientID)}</span>
        </div>
        <div className="corner bottom-left">
          <span>
            {index + 1} / {set.pictures.length}
          </span>
          <span>{t('mpr.server')}</span>
        </div>
      </div>
      {set.pictures.length > 1 && <input className="stack-scrollbar" type="range" min={0} max={set.pictures.length - 1} value={index} aria-label={label} onChange={(event) => setIndex(Number(event.currentTarget.value))} />}
      {failed === index && (
        <div className="pane-error" role="alert">
          {t('reader.failedImage', { reason: t('mpr.server') })}
        </div>
      )}
    </div>
  );
}
