import type { DisplaySet } from '../dicom/displaySets';
import { suvFactor } from '../dicom/suv';

/** A window in the units that the pixels are shown in. */
export interface WindowPreset {
  key: string;
  center: number;
  width: number;
  /** It ends at its edges (PS3.3 §C.11.2.1.3.2): a window of fractions. */
  exact?: boolean;
}

const ct: WindowPreset[] = [
  { key: 'softTissue', center: 40, width: 400 },
  { key: 'lung', center: -600, width: 1500 },
  { key: 'bone', center: 480, width: 2500 },
  { key: 'brain', center: 40, width: 80 },
  { key: 'stroke', center: 32, width: 8 },
  { key: 'mediastinum', center: 50, width: 350 },
  { key: 'liver', center: 60, width: 160 },
  { key: 'angio', center: 300, width: 600 },
];

const suv: WindowPreset[] = [
  { key: 'suv5', center: 2.5, width: 5, exact: true },
  { key: 'suv10', center: 5, width: 10, exact: true },
];

/** What the reader looks at first, by body part. */
const ctFirst: [RegExp, string][] = [
  [/HEAD|BRAIN|SKULL/i, 'brain'],
  [/CHEST|LUNG|THORAX/i, 'lung'],
  [/LIVER/i, 'liver'],
  [/SPINE|EXTREMITY|KNEE|HIP|BONE/i, 'bone'],
];

/**
 * Presets for CT, those for the body part first, and for PET that is shown as uptake values. Other images have no units that are the
 * same for all: their windows come from themselves.
 */
export function presetsOf({ modality, bodyPart, pictures }: Pick<DisplaySet, 'modality' | 'bodyPart' | 'pictures'>): WindowPreset[] {
  if (modality === 'PT') return suvFactor(pictures[0]?.instance) === undefined ? [] : suv;
  if (modality !== 'CT') return [];
  const lead = ctFirst.find(([pattern]) => pattern.test(bodyPart))?.[1];
  return [...ct].sort((a, b) => Number(b.key === lead) - Number(a.key === lead));
}
