import { describe, expect, it } from 'vitest';
import { clockTime, isoDate, number, numbers, personName, text } from './dataset';
import { buildMultipart, parseMultipart } from './multipart';
import { readStoreResponse } from './client';
import { expandSegments } from './hydrate';
import { dateRange, noFilter, studyQuery } from './query';
import { comparablePrior } from './priors';
import { Tag } from './tags';

describe('data sets', () => {
  it('reads names, dates and times as people write them', () => {
    expect(personName('DOE^JANE^M')).toBe('DOE, JANE M');
    expect(personName('^^')).toBe('');
    expect([isoDate('20240131'), isoDate('2024.01.31')]).toEqual(['2024-01-31', '2024-01-31']);
    expect(clockTime('134502.12')).toBe('13:45');
  });

  it('takes decimal strings and numbers alike, and tells absent from zero', () => {
    const ds = { [Tag.PixelSpacing]: { vr: 'DS', Value: ['0.5', 0.25] }, [Tag.InstanceNumber]: { vr: 'IS', Value: [0] } };
    expect(numbers(ds, Tag.PixelSpacing)).toEqual([0.5, 0.25]);
    expect(number(ds, Tag.InstanceNumber)).toBe(0);
    expect(number(ds, Tag.Rows)).toBeUndefined();
    expect(text(ds, Tag.Modality)).toBe('');
  });
});

describe('multipart', () => {
  it('gives back the parts that it was made of', async () => {
    const { contentType, body } = buildMultipart([new Uint8Array([1, 13, 10, 45, 45, 2]), new Uint8Array([3])]);
    const parts = parseMultipart(contentType, new Uint8Array(await body.arrayBuffer()));
    expect(parts.map((part) => [...part.body])).toEqual([[1, 13, 10, 45, 45, 2], [3]]);
    expect(parts[0]?.headers['content-type']).toBe('application/dicom');
  });

  it('takes a single part answer as it is, and refuses one that is cut', () => {
    expect([...parseMultipart('application/pdf', new Uint8Array([7]))[0]!.body]).toEqual([7]);
    expect(() => parseMultipart('multipart/related; boundary=b', new TextEncoder().encode('--b\r\nA: 1\r\n\r\ndata'))).toThrow();
  });
});

describe('the worklist query', () => {
  it('matches names from their start, descriptions anywhere, and pages in the order asked for', () => {
    const query = studyQuery({ ...noFilter, patientName: 'doe ja', description: 'head', from: '2024-01-01' }, { tag: Tag.StudyDate, descending: true }, 120, 60);
    expect(query.get(Tag.PatientName)).toBe('doe*ja*');
    expect(query.get(Tag.StudyDescription)).toBe('*head*');
    expect(query.get(Tag.StudyDate)).toBe('20240101-');
    expect(query.get('orderby')).toBe(`-${Tag.StudyDate}`);
    expect([query.get('offset'), query.get('limit')]).toEqual(['120', '60']);
  });

  it('writes open and closed date ranges', () => {
    expect([dateRange('', ''), dateRange('', '2024-02-01'), dateRange('2024-02-01', '2024-02-01')]).toEqual(['', '-20240201', '20240201']);
  });
});

describe('a store response', () => {
  it('tells what was stored and what was refused', () => {
    const body = JSON.stringify({ [Tag.ReferencedSOPSequence]: { vr: 'SQ', Value: [{}, {}] }, '00081198': { vr: 'SQ', Value: [{ [Tag.ReferencedSOPInstanceUID]: { vr: 'UI', Value: ['1.2'] }, '00081197': { vr: 'US', Value: [272] } }] } });
    expect(readStoreResponse(202, body)).toEqual({ stored: 2, failed: [{ uid: '1.2', reason: '272' }] });
    expect(() => readStoreResponse(503, 'busy')).toThrow();
  });
});

describe('priors', () => {
  it('takes the most recent earlier study of the same modality', () => {
    const study = (uid: string, date: string, ...modalities: string[]) => ({ [Tag.StudyInstanceUID]: { vr: 'UI', Value: [uid] }, [Tag.StudyDate]: { vr: 'DA', Value: [date] }, [Tag.ModalitiesInStudy]: { vr: 'CS', Value: modalities } });
    const current = study('1', '20240101', 'CT', 'SR');
    const others = [study('4', '20250101', 'CT'), current, study('2', '20231201', 'SR'), study('3', '20230101', 'CT')];
    expect(text(comparablePrior(current, others), Tag.StudyInstanceUID)).toBe('3');
  });
});

describe('segmented palettes', () => {
  it('are expanded: runs, lines, and copies of both', () => {
    expect(expandSegments([0, 2, 10, 20, 1, 2, 40, 2, 1, 0, 0])).toEqual([10, 20, 30, 40, 10, 20]);
    expect(expandSegments([7, 1, 2])).toEqual([]);
  });
});
