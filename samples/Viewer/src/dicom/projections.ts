import type { DataSet } from '../dicomweb/dataset';
import { text, texts } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';

/**
 * The side of a mammogram at which the chest wall lies; undefined for other images. The direction of the rows tells it
 * (PS3.3 §C.7.6.1.1.1), else the laterality: a right breast is shown with its chest wall on the right.
 */
export function chestWall(instance: DataSet): 'left' | 'right' | undefined {
  if (text(instance, Tag.Modality) !== 'MG') return undefined;
  const [row = ''] = texts(instance, Tag.PatientOrientation);
  if (/^[AP]/.test(row)) return row.startsWith('P') ? 'right' : 'left';
  const side = text(instance, Tag.ImageLaterality) || text(instance, Tag.Laterality);
  return side === 'R' ? 'right' : side === 'L' ? 'left' : undefined;
}
