import { describe, expect, it } from 'vitest';
import type { DisplaySet } from '../dicom/displaySets';
import { Tag } from '../dicomweb/tags';
import { hang } from './hang';
import { presetsFor } from './presets';

const set = (id: string, modality: string, view = '', side = ''): DisplaySet => ({
  id,
  kind: 'image',
  studyUid: '1',
  seriesUid: id,
  modality,
  number: 1,
  description: '',
  bodyPart: '',
  frameOfReference: '',
  pictures: [{ instance: { [Tag.ViewPosition]: { vr: 'CS', Value: [view] }, [Tag.ImageLaterality]: { vr: 'CS', Value: [side] } }, frameNumber: 1 }],
  isVolume: false,
});

const study = (...sets: DisplaySet[]) => ({ description: '', sets });

describe('hanging protocols', () => {
  it('hangs a CT beside its prior, linked', () => {
    const result = hang(study(set('a', 'CT')), study(set('b', 'CT')));
    expect([result.protocol.key, result.panes, result.protocol.linked]).toEqual(['ctPrior', ['a', 'b'], true]);
  });

  it('shows one pane when there is no prior', () => {
    expect(hang(study(set('a', 'CT')), undefined)).toMatchObject({ rows: 1, columns: 1, panes: ['a'] });
  });

  it('puts mammograms where readers expect them, whatever their order', () => {
    const result = hang(study(set('1', 'MG', 'MLO', 'L'), set('2', 'MG', 'CC', 'L'), set('3', 'MG', 'CC', 'R'), set('4', 'MG', 'MLO', 'R')), undefined);
    expect([result.protocol.key, result.panes]).toEqual(['mammography', ['3', '2', '4', '1']]);
  });

  it('does not leave half of the screen empty', () => {
    const result = hang(study(set('a', 'CR')), undefined);
    expect(result).toMatchObject({ rows: 1, columns: 1, panes: ['a'] });
  });
});

describe('window presets', () => {
  it('begin with the body part', () => {
    expect(presetsFor('CT', 'HEAD')[0]?.key).toBe('brain');
    expect(presetsFor('MR', 'HEAD')).toEqual([]);
  });
});
