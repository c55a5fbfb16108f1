import type { DataSet } from '../dicomweb/dataset';
import { items, text, texts } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';

/** Modalities whose images are shadows: each shows another view, and several do not scroll as one stack. */
const projectionModalities = new Set(['MG', 'CR', 'DX']);

/** Views of the breast by code, for images that bring no View Position (PS3.16 CID 4014; SNOMED CT and its former identifiers). */
const viewCodes: Record<string, string> = {
  '399162004': 'CC', 'R-10242': 'CC',
  '399368009': 'MLO', 'R-10226': 'MLO',
  '399260004': 'ML', 'R-10224': 'ML',
  '399352003': 'LM', 'R-10228': 'LM',
};

/** "R CC", "PA": side and view of a projection as far as the image tells them; empty for other images. */
export function viewOf(instance: DataSet | undefined): string {
  if (!instance || !projectionModalities.has(text(instance, Tag.Modality))) return '';
  const view = text(instance, Tag.ViewPosition) || viewCodes[text(items(instance, Tag.ViewCodeSequence)[0], Tag.CodeValue)] || '';
  return [sideOf(instance), view].filter(Boolean).join(' ');
}

/** R, L or B; U is an unpaired part, such as a chest, and says nothing of a side (PS3.3 §C.8.11.1). */
const sideOf = (instance: DataSet): string => (text(instance, Tag.ImageLaterality) || text(instance, Tag.Laterality)).replace('U', '');

/** From where a detector of a gamma camera saw a frame, in the words of its code: "anterior"; empty for other images (PS3.3 §C.8.4.11). */
export function detectorView(instance: DataSet, frameNumber: number): string {
  if (text(instance, Tag.Modality) !== 'NM') return '';
  const detector = Number(instance[Tag.DetectorVector]?.Value?.[frameNumber - 1] ?? 1);
  return text(items(items(instance, Tag.DetectorInformationSequence)[detector - 1], Tag.ViewCodeSequence)[0], Tag.CodeMeaning);
}

/**
 * The side of a mammogram at which the chest wall lies; undefined for other images. The direction of the rows tells it
 * (PS3.3 §C.7.6.1.1.1), else the laterality: a right breast is shown with its chest wall on the right.
 */
export function chestWall(instance: DataSet): 'left' | 'right' | undefined {
  if (text(instance, Tag.Modality) !== 'MG') return undefined;
  const [row = ''] = texts(instance, Tag.PatientOrientation);
  if (/^[AP]/.test(row)) return row.startsWith('P') ? 'right' : 'left';
  const side = sideOf(instance);
  return side === 'R' ? 'right' : side === 'L' ? 'left' : undefined;
}
