/** A window in modality units. */
export interface WindowPreset {
  key: string;
  center: number;
  width: number;
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

/** What the reader looks at first, by body part. */
const ctFirst: [RegExp, string][] = [
  [/HEAD|BRAIN|SKULL/i, 'brain'],
  [/CHEST|LUNG|THORAX/i, 'lung'],
  [/LIVER/i, 'liver'],
  [/SPINE|EXTREMITY|KNEE|HIP|BONE/i, 'bone'],
];

/** Presets for a modality, those for the body part first. Other modalities have no units: their windows come from the image. */
export function presetsFor(modality: string, bodyPart: string): WindowPreset[] {
  if (modality === 'PT') return [{ key: 'suv5', center: 2.5, width: 5 }, { key: 'suv10', center: 5, width: 10 }];
  if (modality !== 'CT') return [];
  const lead = ctFirst.find(([pattern]) => pattern.test(bodyPart))?.[1];
  return [...ct].sort((a, b) => Number(b.key === lead) - Number(a.key === lead));
}
