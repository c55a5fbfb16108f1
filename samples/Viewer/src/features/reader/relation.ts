import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { ReaderState } from '../../store/reader';

/** How a study of the patient stands to the one that was opened; the words are in the message files. */
export type Relation = 'current' | 'prior' | 'later';

export function relationOf(state: Pick<ReaderState, 'studyUid' | 'studies' | 'priors'>, studyUid: string): Relation {
  if (studyUid === state.studyUid) return 'current';
  const study = (uid: string) => state.studies[uid]?.study ?? state.priors.find((other) => text(other, Tag.StudyInstanceUID) === uid);
  const when = (uid: string) => text(study(uid), Tag.StudyDate) + text(study(uid), Tag.StudyTime);
  return when(studyUid) > when(state.studyUid) ? 'later' : 'prior';
}
