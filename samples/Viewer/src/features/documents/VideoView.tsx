import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import type { DisplaySet } from '../../dicom/displaySets';
import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { DocumentFrame } from './DocumentFrame';

/** A video object, played by the browser from the server's rendered resource (PS3.18 §8.7.4). */
export default function VideoView({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const instance = set.pictures[0]!.instance;
  const [error, setError] = useState(false);
  const source = `${dicomWeb.root}/studies/${set.studyUid}/series/${set.seriesUid}/instances/${text(instance, Tag.SOPInstanceUID)}/rendered`;
  return (
    <DocumentFrame complete error={error ? t('document.unplayable') : undefined}>
      <video className="document-frame" controls src={source} onError={() => setError(true)} />
    </DocumentFrame>
  );
}
