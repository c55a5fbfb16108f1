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
  const [error, setError] = useState(() => !canPlay(text(instance, Tag.AvailableTransferSyntaxUID)));
  const source = `${dicomWeb.root}/studies/${set.studyUid}/series/${set.seriesUid}/instances/${text(instance, Tag.SOPInstanceUID)}/rendered`;
  return (
    <DocumentFrame complete error={error ? t('document.unplayable') : undefined}>
      <video className="document-frame" controls src={source} onError={() => setError(true)} />
    </DocumentFrame>
  );
}

/** Codecs that a browser may lack, by transfer syntax: asked before, since not each browser says afterwards that it cannot. */
const codecs: [RegExp, string][] = [
  [/\.4\.10[01](\.1)?$/, 'video/mpeg'],
  [/\.4\.10[78]$/, 'video/mp4; codecs="hvc1.1.6.L93.B0"'],
];

function canPlay(transferSyntax: string): boolean {
  const type = codecs.find(([syntax]) => syntax.test(transferSyntax))?.[1];
  return type === undefined || document.createElement('video').canPlayType(type) !== '';
}
