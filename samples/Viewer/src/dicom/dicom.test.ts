import { describe, expect, it } from 'vitest';
import type { DataSet } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import { orbit } from './camera';
import { frameRate } from './cine';
import { displaySets } from './displaySets';
import { directionLabel, opposite, scaleBarLength } from './geometry';
import { presentationFor } from './gsps';
import { overlayImage } from './overlays';
import { chestWall, detectorView, viewOf } from './projections';
import { framesOn, labToRgb, segmentationImage } from './segmentation';
import { contentTree } from './structuredReport';
import { readGroup } from './waveform';

const attribute = (vr: string, ...Value: (string | number)[]) => ({ vr, Value });

function slice(n: number, z: number, x = 0): DataSet {
  return {
    [Tag.SOPClassUID]: attribute('UI', '1.2.840.10008.5.1.4.1.1.2'),
    [Tag.SOPInstanceUID]: attribute('UI', `1.${n}`),
    [Tag.SeriesInstanceUID]: attribute('UI', '9'),
    [Tag.InstanceNumber]: attribute('IS', n),
    [Tag.PixelData]: { vr: 'OW', BulkDataURI: '/bulkdata/7FE00010' },
    [Tag.Rows]: attribute('US', 2),
    [Tag.Columns]: attribute('US', 2),
    [Tag.ImageOrientationPatient]: attribute('DS', 1, 0, 0, 0, 1, 0),
    [Tag.ImagePositionPatient]: attribute('DS', x, 0, z),
  };
}

describe('display sets', () => {
  it('shows no picture of an image that came without pixels', () => {
    expect(displaySets([{ ...slice(1, 0), [Tag.PixelData]: { vr: 'OW' } }])[0]?.kind).toBe('other');
  });

  it('leaves to the server what no decoder of the page takes', () => {
    const stored = (syntax: string, bits: number) => ({ ...slice(1, 0), [Tag.AvailableTransferSyntaxUID]: attribute('UI', syntax), [Tag.BitsAllocated]: attribute('US', bits) });
    const kinds = [stored('1.2.840.10008.1.2.5', 32), stored('1.2.840.10008.1.2.5', 16), stored('1.2.840.10008.1.2.1', 32), { ...slice(2, 0), [Tag.DoubleFloatPixelData]: { vr: 'OD', BulkDataURI: '/x' } }].map((instance) => displaySets([instance])[0]?.kind);
    expect(kinds).toEqual(['rendered', 'image', 'image', 'rendered']);
  });

  it('sorts slices by their place and finds the volume', () => {
    const [set] = displaySets([slice(1, 9), slice(2, 0), slice(3, 6), slice(4, 3)]);
    expect(set?.pictures.map((picture) => picture.plane?.position[2])).toEqual([0, 3, 6, 9]);
    expect(set?.isVolume).toBe(true);
  });

  it('does not call sheared or uneven slices a volume', () => {
    expect(displaySets([slice(1, 0), slice(2, 3, 1), slice(3, 6, 2), slice(4, 9, 3)])[0]?.isVolume).toBe(false);
    expect(displaySets([slice(1, 0), slice(2, 3), slice(3, 6), slice(4, 12)])[0]?.isVolume).toBe(false);
  });

  it('keeps the order of the scanner where several images share a place', () => {
    const [set] = displaySets([slice(2, 0), slice(1, 0), slice(3, 3)]);
    expect(set?.pictures.map((picture) => picture.instance[Tag.InstanceNumber]?.Value?.[0])).toEqual([1, 2, 3]);
  });

  it('gives a clip and an image of another size their own places', () => {
    const clip = { ...slice(5, 0), [Tag.NumberOfFrames]: attribute('IS', 3) };
    const other = { ...slice(6, 0), [Tag.Rows]: attribute('US', 4) };
    expect(displaySets([slice(1, 0), clip, other]).map((set) => set.pictures.length)).toEqual([1, 3, 1]);
  });
});

describe('geometry', () => {
  it('names directions and their opposites', () => {
    expect(directionLabel([1, 0, 0])).toBe('L');
    expect(directionLabel([0, -0.7, 0.71])).toBe('HA');
    expect(opposite('HA')).toBe('FP');
  });

  it('takes a round length for the scale bar', () => {
    expect([scaleBarLength(137), scaleBarLength(60), scaleBarLength(9)]).toEqual([100, 50, 5]);
  });
});

describe('cine', () => {
  it('takes the rate from the data', () => {
    expect(frameRate({ [Tag.FrameTime]: attribute('DS', 40) })).toBe(25);
    expect(frameRate({ [Tag.FrameTimeVector]: attribute('DS', 0, 100, 100) })).toBe(10);
    expect(frameRate({ [Tag.RecommendedDisplayFrameRate]: attribute('IS', 30), [Tag.FrameTime]: attribute('DS', 40) })).toBe(30);
    expect(frameRate(undefined)).toBe(10);
  });
});

describe('presentation states', () => {
  it('applies what names the image and leaves out what names another', () => {
    const reference = (uid: string) => ({ '00081140': { vr: 'SQ', Value: [{ [Tag.ReferencedSOPInstanceUID]: attribute('UI', uid) }] } });
    const state: DataSet = {
      '00283110': { vr: 'SQ', Value: [{ ...reference('2'), '00281050': attribute('DS', 1), '00281051': attribute('DS', 2) }, { ...reference('1'), '00281050': attribute('DS', 150), '00281051': attribute('DS', 700) }] },
      '00700042': attribute('US', 90),
      '00700001': { vr: 'SQ', Value: [{ ...reference('1'), '00700009': { vr: 'SQ', Value: [{ '00700005': attribute('CS', 'PIXEL'), '00700022': attribute('FL', 10, 20, 15, 20), '00700023': attribute('CS', 'CIRCLE') }] } }] },
    };
    const presentation = presentationFor(state, '1');
    expect(presentation.window).toEqual({ center: 150, width: 700 });
    expect(presentation.rotation).toBe(90);
    expect(presentation.graphics).toEqual([{ units: 'PIXEL', type: 'CIRCLE', points: [[9.5, 19.5], [14.5, 19.5]], filled: false }]);
  });
});

describe('masks', () => {
  it('draws overlay bits from the least significant', () => {
    const plane = { group: '6000', rows: 1, columns: 3, row: 0, column: 0, label: '', frames: 1, firstFrame: 1 };
    const rgba = overlayImage(plane, new Uint8Array([0b101]), 1, [9, 8, 7])!;
    expect([rgba[3], rgba[7], rgba[11]]).toEqual([255, 0, 255]);
    expect(overlayImage({ ...plane, frames: 2 }, new Uint8Array([0b101, 0]), 3, [9, 8, 7])).toBeUndefined();
  });

  it('finds the frames of a segmentation on an image by reference and paints them', () => {
    const segmentation = { rows: 1, columns: 2, bitsAllocated: 1, maximum: 1, segments: [{ number: 1, label: '', color: [1, 2, 3] as [number, number, number] }], frames: [{ index: 0, segment: 1, sopUid: 'a', plane: undefined }, { index: 1, segment: 1, sopUid: 'b', plane: undefined }], frameOfReference: '' };
    const frames = framesOn(segmentation, 'b', undefined, '');
    expect(frames.map((frame) => frame.index)).toEqual([1]);
    const rgba = segmentationImage(segmentation, frames, new Uint8Array([0b1000]), 1);
    expect([...rgba]).toEqual([0, 0, 0, 0, 1, 2, 3, 255]);
  });

  it('turns CIELab into the colours of the screen', () => {
    expect(labToRgb([65535, 32896, 32896])).toEqual([255, 255, 255]);
    expect(labToRgb([])).toBeUndefined();
  });
});

describe('structured reports', () => {
  it('reads figures with their units', () => {
    const item: DataSet = {
      [Tag.ValueType]: attribute('CS', 'NUM'),
      [Tag.ConceptNameCodeSequence]: { vr: 'SQ', Value: [{ [Tag.CodeMeaning]: attribute('LO', 'Diameter') }] },
      [Tag.MeasuredValueSequence]: { vr: 'SQ', Value: [{ [Tag.NumericValue]: attribute('DS', '24.00001'), [Tag.MeasurementUnitsCodeSequence]: { vr: 'SQ', Value: [{ [Tag.CodeValue]: attribute('SH', 'mm') }] } }] },
    };
    expect(contentTree(item)).toMatchObject({ name: 'Diameter', value: '24 mm' });
  });

  it.each([['mm2', '2 mm²'], ['cm3', '2 cm³'], ['{pixels}', '2 pixels'], ['[hnsf\'U]', '2 HU'], ['1', '2'], ['m/s2', '2 m/s²']])('writes the unit %s as people do', (code, expected) => {
    const item: DataSet = { [Tag.ValueType]: attribute('CS', 'NUM'), [Tag.MeasuredValueSequence]: { vr: 'SQ', Value: [{ [Tag.NumericValue]: attribute('DS', 2), [Tag.MeasurementUnitsCodeSequence]: { vr: 'SQ', Value: [{ [Tag.CodeValue]: attribute('SH', code) }] } }] } };
    expect(contentTree(item).value).toBe(expected);
  });
});

describe('waveforms', () => {
  it('reads interleaved samples in millivolts', () => {
    const channel = (label: string) => ({ [Tag.ChannelSensitivity]: attribute('DS', 5), [Tag.ChannelSensitivityUnitsSequence]: { vr: 'SQ', Value: [{ [Tag.CodeValue]: attribute('SH', 'uV') }] }, [Tag.ChannelSourceSequence]: { vr: 'SQ', Value: [{ [Tag.CodeMeaning]: attribute('LO', label) }] } });
    const group: DataSet = { [Tag.NumberOfWaveformChannels]: attribute('US', 2), [Tag.NumberOfWaveformSamples]: attribute('UL', 2), [Tag.WaveformBitsAllocated]: attribute('US', 16), [Tag.WaveformSampleInterpretation]: attribute('CS', 'SS'), [Tag.SamplingFrequency]: attribute('DS', 500), [Tag.ChannelDefinitionSequence]: { vr: 'SQ', Value: [channel('Lead I (Einthoven)'), channel('Lead aVR')] } };
    const read = readGroup(group, new Uint8Array(new Int16Array([200, -200, 400, 0]).buffer));
    expect(read.channels.map((c) => c.label)).toEqual(['I', 'aVR']);
    expect([...read.channels[0]!.samples]).toEqual([1, 2]);
    expect(read.channels[1]!.samples[0]).toBe(-1);
  });
});

describe('the camera of a volume', () => {
  it('goes round the middle of the stack', () => {
    expect(orbit([0, 0, 5], 0, 0, 100).position.map(Math.round)).toEqual([0, -100, 5]);
    expect(orbit([0, 0, 0], 90, 0, 100).position.map(Math.round)).toEqual([100, -0, 0]);
    expect(orbit([0, 0, 0], 0, 90, 100).up.map(Math.round)).toEqual([-0, 1, 0]);
  });
});

describe('the chest wall of a mammogram', () => {
  const image = (modality: string, side: string, ...directions: string[]) => ({ [Tag.Modality]: attribute('CS', modality), [Tag.ImageLaterality]: attribute('CS', side), [Tag.PatientOrientation]: attribute('CS', ...directions) });

  it('lies where the rows begin or end at the back', () => {
    expect([chestWall(image('MG', 'R', 'P', 'L')), chestWall(image('MG', 'L', 'A', 'R'))]).toEqual(['right', 'left']);
  });

  it('follows from the side where no direction is told, and other images have none', () => {
    expect([chestWall(image('MG', 'R')), chestWall(image('MG', 'L')), chestWall(image('MG', '')), chestWall(image('DX', 'R', 'P', 'F'))]).toEqual(['right', 'left', undefined, undefined]);
  });
});

describe('the view of a projection', () => {
  it('names a side only where there are two', () => {
    const image = (side: string) => ({ [Tag.Modality]: attribute('CS', 'DX'), [Tag.ViewPosition]: attribute('CS', 'PA'), [Tag.ImageLaterality]: attribute('CS', side) });
    expect([viewOf(image('R')), viewOf(image('U'))]).toEqual(['R PA', 'PA']);
  });

  it('is that of the detector for a frame of a gamma camera', () => {
    const detector = (meaning: string) => ({ [Tag.ViewCodeSequence]: { vr: 'SQ', Value: [{ [Tag.CodeMeaning]: attribute('LO', meaning) }] } });
    const image = { [Tag.Modality]: attribute('CS', 'NM'), [Tag.DetectorVector]: attribute('US', 1, 2, 2), [Tag.DetectorInformationSequence]: { vr: 'SQ', Value: [detector('anterior'), detector('posterior')] } };
    expect([1, 2, 3].map((frame) => detectorView(image, frame))).toEqual(['anterior', 'posterior', 'posterior']);
    expect(detectorView({ ...image, [Tag.Modality]: attribute('CS', 'CT') }, 1)).toBe('');
  });
});
