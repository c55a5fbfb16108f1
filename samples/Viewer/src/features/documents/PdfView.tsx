import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import type { DisplaySet } from '../../dicom/displaySets';
import { text } from '../../dicomweb/dataset';
import { bytesOf } from '../../dicomweb/hydrate';
import { Tag } from '../../dicomweb/tags';
import { DocumentFrame } from './DocumentFrame';
import { useDocument } from './useDocument';

/** An encapsulated PDF (PS3.3 §A.45.1) in the browser's own viewer. */
export default function PdfView({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const instance = set.pictures[0]!.instance;
  const { value, error } = useDocument(set.id, async () => {
    const mime = text(instance, Tag.MIMETypeOfEncapsulatedDocument);
    if (mime && mime !== 'application/pdf') throw new Error(mime);
    const bytes = await bytesOf(dicomWeb, instance[Tag.EncapsulatedDocument]);
    if (!bytes || bytes[0] !== 0x25) throw new Error('no PDF');
    return URL.createObjectURL(new Blob([bytes.slice().buffer], { type: 'application/pdf' }));
  });
  useEffect(
    () => () => {
      if (value) URL.revokeObjectURL(value);
    },
    [value],
  );
  return <DocumentFrame error={error}>{value && <iframe className="document-frame" src={`${value}#navpanes=0&view=FitH`} title={set.description || t('document.pdf')} />}</DocumentFrame>;
}
