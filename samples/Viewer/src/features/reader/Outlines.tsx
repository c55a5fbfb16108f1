import type { DataSet } from '../../dicomweb/dataset';
import type { Region } from '../../dicom/contours';
import { outlinesOn, readStructureSet } from '../../dicom/contours';
import type { Picture } from '../../dicom/displaySets';
import { findSet, useReader } from '../../store/reader';

const read = new WeakMap<DataSet, Region[]>();

function regionsOf(instance: DataSet): Region[] {
  const regions = read.get(instance) ?? readStructureSet(instance);
  read.set(instance, regions);
  return regions;
}

/** The contours of the structure sets that are switched on, in pixels of the image. */
export function Outlines({ picture }: { picture: Picture }) {
  const shown = useReader((state) => state.segmentations);
  const outlines = shown.flatMap((id) => {
    const set = findSet(useReader.getState(), id);
    return set?.kind === 'rtstruct' ? outlinesOn(regionsOf(set.pictures[0]!.instance), picture).map((outline) => ({ ...outline, key: `${id}:${outline.key}` })) : [];
  });
  return outlines.map(({ key, name, color, closed, points }) => {
    const [first] = points;
    const stroke = `rgb(${color.join()})`;
    if (points.length === 1 && first) return <circle key={key} cx={first[0]} cy={first[1]} r={0.7} fill={stroke} stroke="none" data-region={name} />;
    return <path key={key} d={`M${points.map((point) => point.map((part) => part.toFixed(2)).join(' ')).join('L')}${closed ? 'Z' : ''}`} stroke={stroke} vectorEffect="non-scaling-stroke" data-region={name} />;
  });
}

/** Whether anything but pixels is to be drawn for structure sets. */
export const useShowsOutlines = (): boolean => useReader((state) => state.segmentations.some((id) => findSet(state, id)?.kind === 'rtstruct'));
