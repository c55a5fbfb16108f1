import { isoDate, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { findSet, useReader } from '../../store/reader';

/** Whose volume it is and of which series, over each picture of it: no picture of a patient is without a name. */
export function VolumeSource() {
  const set = useReader((state) => findSet(state, state.panes[state.active]));
  const instance = set?.pictures[0]?.instance;
  if (!instance) return null;
  return (
    <>
      <span>{[text(instance, Tag.PatientName), text(instance, Tag.PatientID)].filter(Boolean).join(' · ')}</span>
      <span>{[isoDate(text(instance, Tag.StudyDate)), text(instance, Tag.SeriesDescription)].filter(Boolean).join(' · ')}</span>
    </>
  );
}
