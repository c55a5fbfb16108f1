import type { DataSet } from '../dicomweb/dataset';
import { items, number, numbers, text } from '../dicomweb/dataset';

// Softcopy presentation states (PS3.3 §A.33, §C.10, §C.11): what changes how an image is shown. Pure.

const ReferencedImageSequence = '00081140';
const ReferencedSOPInstanceUID = '00081155';

export interface GraphicObject {
  /** Points in image pixels (column, row), counted from the corner of the first pixel; or fractions of the displayed area. */
  units: 'PIXEL' | 'DISPLAY';
  type: 'POINT' | 'POLYLINE' | 'INTERPOLATED' | 'CIRCLE' | 'ELLIPSE';
  points: [number, number][];
  filled: boolean;
}

export interface TextObject {
  units: 'PIXEL' | 'DISPLAY';
  text: string;
  /** Top left corner of the box, or the anchor. */
  at: [number, number];
  anchor?: [number, number];
}

export interface Presentation {
  label: string;
  /** Degrees clockwise, before the flip (PS3.3 §C.10.6). */
  rotation: number;
  flipHorizontal: boolean;
  window?: { center: number; width: number };
  inverse: boolean;
  /** Top left and bottom right pixel, counted from 1, of what is to be seen. */
  area?: { topLeft: [number, number]; bottomRight: [number, number]; mode: string };
  graphics: GraphicObject[];
  texts: TextObject[];
}

/** What a presentation state says of one image. */
export function presentationFor(state: DataSet, sopUid: string): Presentation {
  const applies = (item: DataSet) => {
    const references = items(item, ReferencedImageSequence);
    return references.length === 0 || references.some((reference) => text(reference, ReferencedSOPInstanceUID) === sopUid);
  };
  const voi = items(state, '00283110').find(applies);
  const area = items(state, '0070005A').find(applies);
  const annotations = items(state, '00700001').filter(applies);
  const [center, width] = [number(voi, '00281050'), number(voi, '00281051')];
  return {
    label: text(state, '00700081') || text(state, '00700080'),
    rotation: number(state, '00700042') ?? 0,
    flipHorizontal: text(state, '00700041') === 'Y',
    window: center !== undefined && width !== undefined ? { center, width } : undefined,
    inverse: text(state, '20500020') === 'INVERSE',
    area: area && { topLeft: pair(numbers(area, '00700052')), bottomRight: pair(numbers(area, '00700053')), mode: text(area, '00700100') },
    graphics: annotations.flatMap((annotation) => items(annotation, '00700009')).map(graphic),
    texts: annotations.flatMap((annotation) => items(annotation, '00700008')).map(textObject),
  };
}

const pair = (values: number[]): [number, number] => [values[0] ?? 0, values[1] ?? 0];

function graphic(item: DataSet): GraphicObject {
  const units = text(item, '00700005') === 'DISPLAY' ? 'DISPLAY' : 'PIXEL';
  const data = numbers(item, '00700022');
  const points = Array.from({ length: Math.floor(data.length / 2) }, (_, i) => place(units, data[i * 2]!, data[i * 2 + 1]!));
  return { units, type: text(item, '00700023') as GraphicObject['type'], points, filled: text(item, '00700024') === 'Y' };
}

function textObject(item: DataSet): TextObject {
  const boxUnits = text(item, '00700003');
  const anchorUnits = text(item, '00700004');
  const box = numbers(item, '00700010');
  const anchor = numbers(item, '00700014');
  const units = (box.length === 2 ? boxUnits : anchorUnits) === 'DISPLAY' ? 'DISPLAY' : 'PIXEL';
  const at = box.length === 2 ? box : anchor;
  return {
    units,
    text: text(item, '00700006'),
    at: place(units, at[0] ?? 0, at[1] ?? 0),
    anchor: anchor.length === 2 && text(item, '00700015') === 'Y' ? place(anchorUnits === 'DISPLAY' ? 'DISPLAY' : 'PIXEL', anchor[0]!, anchor[1]!) : undefined,
  };
}

/** The standard counts pixels from 1, whose centre is 1; from the corner of the first pixel that is half a pixel less. */
const place = (units: 'PIXEL' | 'DISPLAY', x: number, y: number): [number, number] => (units === 'PIXEL' ? [x - 0.5, y - 0.5] : [x, y]);
