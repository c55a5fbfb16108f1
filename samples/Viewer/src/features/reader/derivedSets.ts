import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { DisplaySet, Picture } from '../../dicom/displaySets';
import type { ImageReference } from '../../dicom/keyObjects';
import { keyImages, presentedImages } from '../../dicom/keyObjects';

/** Stacks that other objects define: the images of a key object selection, and those of a presentation state. */
export function derivedSets(sets: DisplaySet[]): DisplaySet[] {
  const pictures = new Map<string, { picture: Picture; set: DisplaySet }>();
  for (const set of sets) {
    if (set.kind !== 'image') continue;
    for (const picture of set.pictures) {
      const uid = text(picture.instance, Tag.SOPInstanceUID);
      pictures.set(`${uid}:${picture.frameNumber}`, { picture, set });
      if (!pictures.has(uid)) pictures.set(uid, { picture, set });
    }
  }
  const find = (references: ImageReference[]) =>
    references.map(({ sopUid, frameNumber }) => pictures.get(frameNumber ? `${sopUid}:${frameNumber}` : sopUid)).filter((found) => found !== undefined);
  return sets.flatMap((set): DisplaySet[] => {
    const document = set.pictures[0]?.instance;
    if (!document || (set.kind !== 'ko' && set.kind !== 'pr')) return [];
    const found = find(set.kind === 'ko' ? keyImages(document) : presentedImages(document));
    const lead = found[0]?.set;
    if (!lead) return [];
    return [
      {
        ...lead,
        id: `${set.kind}:${set.id}`,
        source: set.kind,
        description: set.description || text(document, '00700081') || text(document, '00700080'),
        pictures: found.map(({ picture }) => picture),
        presentation: set.kind === 'pr' ? document : undefined,
        isVolume: false,
      },
    ];
  });
}
