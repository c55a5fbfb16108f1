import { Tag } from './tags';

export type StudyStatus = 'unread' | 'inProgress' | 'reported';

export interface StudyFilter {
  patientName: string;
  patientId: string;
  accession: string;
  description: string;
  modality: string;
  /** ISO dates; empty is open. */
  from: string;
  to: string;
  status: StudyStatus | '';
}

export const noFilter: StudyFilter = { patientName: '', patientId: '', accession: '', description: '', modality: '', from: '', to: '', status: '' };

export interface Sorting {
  tag: string;
  descending: boolean;
}

const fields = [Tag.StudyDescription, Tag.ModalitiesInStudy, Tag.NumberOfStudyRelatedSeries, Tag.NumberOfStudyRelatedInstances, Tag.PatientBirthDate, Tag.PatientSex];

/** The search of PS3.18 §10.6 for one page of the worklist. */
export function studyQuery(filter: StudyFilter, sorting: Sorting, offset: number, limit: number): URLSearchParams {
  const query = new URLSearchParams();
  const text = (tag: string, value: string) => {
    const trimmed = value.trim();
    if (trimmed) query.set(tag, trimmed);
  };
  text(Tag.PatientName, wildcard(filter.patientName));
  text(Tag.PatientID, wildcard(filter.patientId));
  text(Tag.AccessionNumber, wildcard(filter.accession));
  text(Tag.StudyDescription, contains(filter.description));
  text(Tag.ModalitiesInStudy, filter.modality);
  text(Tag.StudyDate, dateRange(filter.from, filter.to));
  // The sample server's own: what DICOM has no attribute for. Others pass it over (PS3.18 §8.3.1).
  if (filter.status) query.set('readingstatus', filter.status);
  for (const tag of fields) query.append('includefield', tag);
  query.set('orderby', `${sorting.descending ? '-' : ''}${sorting.tag}`);
  query.set('offset', String(offset));
  query.set('limit', String(limit));
  return query;
}

/** What is typed matches from the start; spaces between names are the standard's component delimiter or anything. */
function wildcard(typed: string): string {
  const trimmed = typed.trim();
  return trimmed && !/[*?]/.test(trimmed) ? `${trimmed.replaceAll(/,?\s+/g, '*')}*` : trimmed;
}

function contains(typed: string): string {
  const trimmed = typed.trim();
  return trimmed && !/[*?]/.test(trimmed) ? `*${trimmed}*` : trimmed;
}

/** DA range matching (PS3.4 §C.2.2.2.5). */
export function dateRange(from: string, to: string): string {
  const [a, b] = [from.replaceAll('-', ''), to.replaceAll('-', '')];
  return !a && !b ? '' : a === b ? a : `${a}-${b}`;
}
