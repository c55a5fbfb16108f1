import type { DicomWeb } from './client';
import type { DataSet } from './dataset';
import { text, texts } from './dataset';
import { Tag } from './tags';

const fields = [Tag.StudyDescription, Tag.ModalitiesInStudy, Tag.NumberOfStudyRelatedInstances, Tag.NumberOfStudyRelatedSeries];

/** All studies of the patient of a study, the newest first. A study without Patient ID has only itself. */
export async function studiesOfPatient(web: DicomWeb, study: DataSet, signal?: AbortSignal): Promise<DataSet[]> {
  const patientId = text(study, Tag.PatientID);
  if (!patientId) return [study];
  const query = new URLSearchParams({ [Tag.PatientID]: patientId, limit: '200' });
  for (const tag of fields) query.append('includefield', tag);
  const { studies } = await web.searchStudies(query, signal);
  // A wildcard in the ID itself, or an ID that two issuers gave, would bring strangers: names must agree too.
  const same = studies.filter((other) => text(other, Tag.PatientID) === patientId && text(other, Tag.PatientName) === text(study, Tag.PatientName));
  return same.sort((a, b) => when(b).localeCompare(when(a)));
}

const when = (study: DataSet): string => text(study, Tag.StudyDate) + text(study, Tag.StudyTime);

/** The most recent earlier study that shares a modality with images. */
export function comparablePrior(study: DataSet, others: DataSet[]): DataSet | undefined {
  const modalities = texts(study, Tag.ModalitiesInStudy).filter((modality) => !documentModalities.has(modality));
  return others.find(
    (other) => text(other, Tag.StudyInstanceUID) !== text(study, Tag.StudyInstanceUID) && when(other) <= when(study) && texts(other, Tag.ModalitiesInStudy).some((modality) => modalities.includes(modality)),
  );
}

const documentModalities = new Set(['SR', 'KO', 'PR', 'DOC', 'SEG', 'RTSTRUCT', 'RTPLAN', 'RTDOSE', 'RWV', 'AU', 'ECG']);
