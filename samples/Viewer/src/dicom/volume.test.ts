import { describe, expect, it } from 'vitest';
import type { DataSet } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import { volumeUri } from '../dicomweb/volumes';
import { outlinesOn, readStructureSet } from './contours';
import { displaySets } from './displaySets';
import { clampToVolume, planeView, scrollStep, toPatient, toPicture, volumeGeometry } from './volumeGeometry';

const attribute = (vr: string, ...Value: (string | number)[]) => ({ vr, Value });
const sequence = (...Value: DataSet[]) => ({ vr: 'SQ', Value });

/** Five slices of 41 columns of 2 mm and 21 rows of 1 mm, 3 mm apart, the first corner at (-40, -10, 0). */
function slice(n: number): DataSet {
  return {
    [Tag.SOPClassUID]: attribute('UI', '1.2.840.10008.5.1.4.1.1.2'),
    [Tag.SOPInstanceUID]: attribute('UI', `1.${n}`),
    [Tag.FrameOfReferenceUID]: attribute('UI', '7'),
    [Tag.PixelData]: { vr: 'OW', BulkDataURI: '/bulkdata/7FE00010' },
    [Tag.Rows]: attribute('US', 21),
    [Tag.Columns]: attribute('US', 41),
    [Tag.PixelSpacing]: attribute('DS', 1, 2),
    [Tag.SliceThickness]: attribute('DS', 3),
    [Tag.ImageOrientationPatient]: attribute('DS', 1, 0, 0, 0, 1, 0),
    [Tag.ImagePositionPatient]: attribute('DS', -40, -10, 3 * n),
  };
}

const [set] = displaySets([0, 1, 2, 3, 4].map(slice));
const volume = volumeGeometry(set!);

describe('planes through a volume', () => {
  it('has its middle, steps and size', () => {
    expect(volume.centre).toEqual([0, 0, 6]);
    expect(volume.steps).toEqual([[2, 0, 0], [0, 1, 0], [0, 0, 3]]);
    expect(volume.size).toEqual([41, 21, 5]);
    expect(volume.finest).toBe(1);
  });

  it('fits the whole extent into the picture, the middle in its middle', () => {
    const view = planeView(volume, 'coronal', [5, 4, 9], 164, 100);
    expect(view.mmPerPixel).toBe(0.5); // 82 mm across 164 pixels; the 15 mm from head to feet need less
    expect(view.middle).toEqual([0, 4, 6]);
    expect(toPicture(view, [0, 4, 6])).toEqual([82, 50]);
    expect(toPicture(view, [10, 4, 9])).toEqual([102, 44]); // left to the right, head to the top
  });

  it('gives the point of a pixel, and back', () => {
    for (const plane of ['axial', 'sagittal', 'coronal'] as const) {
      const view = planeView(volume, plane, [5, 4, 9], 300, 200);
      expect(toPicture(view, toPatient(view, 120, 77)).map((part) => Math.round(part * 1000) / 1000)).toEqual([120, 77]);
    }
  });

  it('scrolls by slices where it runs along them, and stays in the volume', () => {
    expect([scrollStep(volume, 'axial'), scrollStep(volume, 'sagittal'), scrollStep(volume, 'coronal')]).toEqual([3, 2, 1]);
    expect(clampToVolume(volume, [100, -100, 6])).toEqual([40, -10, 6]);
  });

  it('is asked for by camera, size and window', () => {
    const uri = volumeUri('/dicom-web', { studyUid: '1', seriesUid: '2' }, 'renderedmpr', { camera: { position: [0, 0, -1], lookAt: [0, 0, 0], up: [0, -1, 0] }, width: 300, height: 200, method: 'maximum_ip', slab: 20, window: { center: 40, width: 400 } });
    expect(decodeURIComponent(uri)).toBe('/dicom-web/studies/1/series/2/renderedmpr?viewpointposition=0.000,0.000,-1.000&viewpointlookat=0.000,0.000,0.000&viewpointup=0.000,-1.000,0.000&viewport=300,200&renderingmethod=maximum_ip&mprslab=20&window=40,400,linear');
  });
});

describe('structure sets', () => {
  const contour = (data: number[], sopUid?: string): DataSet => ({
    '30060042': attribute('CS', 'CLOSED_PLANAR'),
    '30060050': attribute('DS', ...data),
    ...(sopUid ? { '30060016': sequence({ [Tag.ReferencedSOPInstanceUID]: attribute('UI', sopUid) }) } : {}),
  });
  const structures = readStructureSet({
    '30060020': sequence({ '30060022': attribute('IS', 3), '30060024': attribute('UI', '7'), '30060026': attribute('LO', 'Liver') }),
    '30060039': sequence({
      '30060084': attribute('IS', 3),
      '3006002A': attribute('IS', 255, 0, 0),
      '30060040': sequence(contour([-40, -10, 3, -38, -10, 3, -38, -8, 3], '1.1'), contour([0, 0, 6, 2, 0, 6, 2, 2, 6])),
    }),
  });

  it('draws a contour on the image that it names, in pixels from the corner', () => {
    const [outline, ...others] = outlinesOn(structures, set!.pictures[1]!);
    expect(others).toEqual([]);
    expect(outline).toMatchObject({ name: 'Liver', color: [255, 0, 0], closed: true, points: [[0.5, 0.5], [1.5, 0.5], [1.5, 2.5]] });
  });

  it('draws a contour without an image where it lies', () => {
    expect(set!.pictures.map((picture) => outlinesOn(structures, picture).length)).toEqual([0, 1, 1, 0, 0]);
  });

  it('draws nothing in another frame of reference', () => {
    const other = { ...set!.pictures[1]!, instance: { ...set!.pictures[1]!.instance, [Tag.FrameOfReferenceUID]: attribute('UI', '8') } };
    expect(outlinesOn(structures, other)).toEqual([]);
  });
});
