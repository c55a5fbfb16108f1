import type { DisplaySet } from '../../dicom/displaySets';
import { frameCount } from '../../dicom/displaySets';
import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { VolumeResource } from '../../dicomweb/volumes';

/** What the server is asked for: the series, or the one object that holds all slices. */
export function volumeResource({ studyUid, seriesUid, pictures }: DisplaySet): VolumeResource {
  const lead = pictures[0]!.instance;
  return { studyUid, seriesUid, sopUid: frameCount(lead) > 1 ? text(lead, Tag.SOPInstanceUID) : undefined };
}
