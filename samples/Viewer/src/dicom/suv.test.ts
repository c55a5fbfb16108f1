import { describe, expect, it } from 'vitest';
import type { DataSet } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import { suvFactor } from './suv';

const attribute = (vr: string, ...Value: (string | number)[]) => ({ vr, Value });

/** 70 kg, 370 MBq, an hour before the scan, of a half-life of 109.8 minutes. */
function pet(change: DataSet = {}, drug: DataSet = {}): DataSet {
  return {
    [Tag.Modality]: attribute('CS', 'PT'),
    [Tag.Units]: attribute('CS', 'BQML'),
    [Tag.CorrectedImage]: attribute('CS', 'DECY', 'ATTN', 'SCAT'),
    [Tag.DecayCorrection]: attribute('CS', 'START'),
    [Tag.PatientWeight]: attribute('DS', 70),
    [Tag.SeriesDate]: attribute('DA', '20240131'),
    [Tag.SeriesTime]: attribute('TM', '110000'),
    [Tag.AcquisitionDate]: attribute('DA', '20240131'),
    [Tag.AcquisitionTime]: attribute('TM', '110500.00'),
    [Tag.RadiopharmaceuticalInformationSequence]: {
      vr: 'SQ',
      Value: [{ [Tag.RadionuclideTotalDose]: attribute('DS', 3.7e8), [Tag.RadionuclideHalfLife]: attribute('DS', 6588), [Tag.RadiopharmaceuticalStartTime]: attribute('TM', '100000'), ...drug }],
    },
    ...change,
  };
}

const decayed = 70_000 / (3.7e8 * 2 ** (-3600 / 6588));

describe('standardized uptake values', () => {
  it('count the dose as it was at the start of the scan', () => {
    expect(suvFactor(pet())).toBeCloseTo(decayed, 12);
  });

  it('take the injection with its date, and over midnight without', () => {
    expect(suvFactor(pet({}, { [Tag.RadiopharmaceuticalStartDateTime]: attribute('DT', '20240131100000.000000+0100') }))).toBeCloseTo(decayed, 12);
    const afterMidnight = { [Tag.SeriesTime]: attribute('TM', '003000'), [Tag.AcquisitionTime]: attribute('TM', '003000') };
    expect(suvFactor(pet(afterMidnight, { [Tag.RadiopharmaceuticalStartTime]: attribute('TM', '233000') }))).toBeCloseTo(decayed, 12);
  });

  it('count the whole dose where the values are corrected to the injection', () => {
    expect(suvFactor(pet({ [Tag.DecayCorrection]: attribute('CS', 'ADMIN') }))).toBeCloseTo(70_000 / 3.7e8, 12);
  });

  it('are as they are where the file has them', () => {
    expect(suvFactor(pet({ [Tag.Units]: attribute('CS', 'GML') }))).toBe(1);
    expect(suvFactor(pet({ [Tag.Units]: attribute('CS', 'GML'), [Tag.SUVType]: attribute('CS', 'LBM') }))).toBeUndefined();
  });

  it('are not made up', () => {
    expect(suvFactor(pet({ [Tag.PatientWeight]: undefined }))).toBeUndefined();
    expect(suvFactor(pet({ [Tag.Units]: attribute('CS', 'CNTS') }))).toBeUndefined();
    expect(suvFactor(pet({ [Tag.CorrectedImage]: attribute('CS', 'DECY') }))).toBeUndefined();
    expect(suvFactor(pet({ [Tag.SeriesTime]: attribute('TM', '153000') }))).toBeUndefined();
    expect(suvFactor(pet({ [Tag.Modality]: attribute('CS', 'CT') }))).toBeUndefined();
  });
});
