import { describe, expect, it } from 'vitest';
import type { DisplaySet } from '../dicom/displaySets';
import { Tag } from '../dicomweb/tags';
import { hang, hangBeside } from './hang';
import { presetsOf } from './presets';

const set = (id: string, modality: string, view = '', side = '', change: Partial<DisplaySet> = {}): DisplaySet => ({
  id,
  kind: 'image',
  studyUid: '1',
  seriesUid: id,
  modality,
  number: 1,
  description: '',
  bodyPart: '',
  frameOfReference: '',
  pictures: [{ instance: { [Tag.Modality]: { vr: 'CS', Value: [modality] }, [Tag.ViewPosition]: { vr: 'CS', Value: [view] }, [Tag.ImageLaterality]: { vr: 'CS', Value: [side] } }, frameNumber: 1 }],
  isVolume: false,
  ...change,
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

  it('puts a mammogram above its prior, each view above the same', () => {
    const views = (prefix: string) => [set(`${prefix}1`, 'MG', 'MLO', 'R'), set(`${prefix}2`, 'MG', 'CC', 'L'), set(`${prefix}3`, 'MG', 'CC', 'R'), set(`${prefix}4`, 'MG', 'MLO', 'L')];
    expect(hang(study(...views('a')), study(...views('b')))).toMatchObject({ rows: 2, columns: 4, panes: ['a3', 'a2', 'a1', 'a4', 'b3', 'b2', 'b1', 'b4'] });
  });

  it('knows the view of a mammogram by its code', () => {
    const coded = set('a', 'MG');
    coded.pictures[0]!.instance = { ...coded.pictures[0]!.instance, [Tag.ImageLaterality]: { vr: 'CS', Value: ['R'] }, [Tag.ViewCodeSequence]: { vr: 'SQ', Value: [{ [Tag.CodeValue]: { vr: 'SH', Value: ['399162004'] } }] } };
    expect(hang(study(set('1', 'MG', 'MLO', 'L'), set('2', 'MG', 'CC', 'L'), set('3', 'MG', 'MLO', 'R'), coded), undefined).panes[0]).toBe('a');
  });

  it('hangs the stack, not the localizer before it, and the prior series of the same name', () => {
    const slices = (id: string, description: string) => set(id, 'CT', '', '', { description, isVolume: true });
    const current = study(set('scout', 'CT'), slices('a', 'Lung'));
    expect(hang(current, study(set('scout2', 'CT'), slices('b', 'Abdomen'), slices('c', 'lung'))).panes).toEqual(['a', 'c']);
    expect(hang(current, study(slices('b', 'Abdomen'), slices('c', 'Pelvis'))).panes).toEqual(['a', 'b']);
  });

  it('hangs a chest radiograph beside the same view of its prior', () => {
    expect(hang(study(set('pa', 'DX', 'PA'), set('lat', 'DX', 'LL')), study(set('lat2', 'DX', 'LL'), set('pa2', 'DX', 'PA')))).toMatchObject({ rows: 1, columns: 2, panes: ['pa', 'pa2'] });
  });

  it('hangs a prior of another kind beside the study when the reader wants it', () => {
    expect(hang(study(set('a', 'CT')), study(set('b', 'MR'))).panes).toEqual(['a']);
    expect(hangBeside(study(set('a', 'CT')), study(set('b', 'MR')))).toMatchObject({ rows: 1, columns: 2, panes: ['a', 'b'] });
  });

  it('does not leave half of the screen empty', () => {
    const result = hang(study(set('a', 'CR')), undefined);
    expect(result).toMatchObject({ rows: 1, columns: 1, panes: ['a'] });
  });
});

describe('window presets', () => {
  it('begin with the body part', () => {
    expect(presetsOf(set('a', 'CT', '', '', { bodyPart: 'HEAD' }))[0]?.key).toBe('brain');
    expect(presetsOf(set('a', 'MR', '', '', { bodyPart: 'HEAD' }))).toEqual([]);
  });

  it('are uptake values where the file tells how to come to them', () => {
    const pet = set('a', 'PT');
    expect(presetsOf(pet)).toEqual([]);
    pet.pictures[0]!.instance[Tag.Units] = { vr: 'CS', Value: ['GML'] };
    expect(presetsOf(pet)[0]).toMatchObject({ center: 2.5, width: 5 });
  });
});
