import { useState } from 'react';
import { Icon } from './icons';
import { dicomWeb } from './services';

interface Props {
  studyUid: string;
  seriesUid?: string;
  sopUid?: string;
  size: number;
}

/** A small picture made by the server; a sign in its place for what has none. */
export function Thumbnail({ studyUid, seriesUid, sopUid, size }: Props) {
  const uri = studyUid ? dicomWeb.thumbnailUri(studyUid, seriesUid, sopUid) : '';
  const [failed, setFailed] = useState('');
  return (
    <span className="thumbnail" style={{ width: size, height: size }}>
      {uri && failed !== uri ? <img src={uri} alt="" loading="lazy" decoding="async" width={size} height={size} onError={() => setFailed(uri)} /> : <Icon name="document" size={Math.round(size / 2)} />}
    </span>
  );
}
