import type { DataSet } from './dataset';
import { items, text } from './dataset';
import { buildMultipart, parseMultipart } from './multipart';
import { Tag } from './tags';

/** An answer of the server that is not a success. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Page {
  studies: DataSet[];
  /** How many match in all, when the server says so. */
  total?: number;
}

export interface StoreResult {
  stored: number;
  failed: { uid: string; reason: string }[];
}

/** Results that a search asks for at once. */
const pageSize = 1000;

/** DICOMweb (PS3.18) as the viewer needs it: search, retrieve, store. */
export class DicomWeb {
  /** @param root Path of the service, without a slash at its end. */
  constructor(readonly root: string) {}

  async searchStudies(parameters: URLSearchParams, signal?: AbortSignal): Promise<Page> {
    const response = await this.get(`/studies?${parameters}`, 'application/dicom+json', signal);
    if (response.status === 204) return { studies: [], total: 0 };
    const total = response.headers.get('X-Total-Count');
    return { studies: (await response.json()) as DataSet[], total: total === null ? undefined : Number(total) };
  }

  async searchSeries(studyUid: string, signal?: AbortSignal): Promise<DataSet[]> {
    return this.searchAll(`/studies/${studyUid}/series`, [Tag.SeriesDescription, Tag.BodyPartExamined, Tag.NumberOfSeriesRelatedInstances], signal);
  }

  /** How each instance of a study is stored, by SOP Instance UID. */
  async transferSyntaxes(studyUid: string, signal?: AbortSignal): Promise<Map<string, string>> {
    const instances = await this.searchAll(`/studies/${studyUid}/instances`, [Tag.AvailableTransferSyntaxUID], signal);
    return new Map(instances.map((instance) => [text(instance, Tag.SOPInstanceUID), text(instance, Tag.AvailableTransferSyntaxUID)]));
  }

  /** How the first instance of a series is stored; undefined when the server does not say. Metadata need not tell it. */
  async transferSyntax(studyUid: string, seriesUid: string, signal?: AbortSignal): Promise<string | undefined> {
    const response = await this.get(`/studies/${studyUid}/series/${seriesUid}/instances?limit=1&includefield=${Tag.AvailableTransferSyntaxUID}`, 'application/dicom+json', signal);
    return response.status === 204 ? undefined : text(((await response.json()) as DataSet[])[0], Tag.AvailableTransferSyntaxUID) || undefined;
  }

  /** The metadata of a series, or of the whole study. */
  async metadata(studyUid: string, seriesUid?: string, signal?: AbortSignal): Promise<DataSet[]> {
    const response = await this.get(`/studies/${studyUid}${seriesUid ? `/series/${seriesUid}` : ''}/metadata`, 'application/dicom+json', signal);
    return response.status === 204 ? [] : ((await response.json()) as DataSet[]);
  }

  /** One instance as Part 10. */
  async instance(studyUid: string, seriesUid: string, sopUid: string): Promise<ArrayBuffer> {
    const response = await this.get(`/studies/${studyUid}/series/${seriesUid}/instances/${sopUid}`, 'multipart/related; type="application/dicom"; transfer-syntax=*');
    return this.firstPart(response);
  }

  /** A bulk data value by the address that the metadata gave. */
  async bulk(uri: string): Promise<ArrayBuffer> {
    const address = new URL(uri, new URL(`${this.root}/`, location.href));
    // The same service by whatever name the server knows itself: stay on our own origin.
    const response = await fetch(address.pathname + address.search, { headers: { Accept: 'application/octet-stream, multipart/related; type="application/octet-stream"' } });
    if (!response.ok) throw new HttpError(response.status, `bulk data: ${response.status}`);
    return this.firstPart(response);
  }

  frameUri(studyUid: string, seriesUid: string, sopUid: string, frameNumber: number): string {
    return `${this.root}/studies/${studyUid}/series/${seriesUid}/instances/${sopUid}/frames/${frameNumber}`;
  }

  thumbnailUri(studyUid: string, seriesUid?: string, sopUid?: string): string {
    const series = seriesUid ? `/series/${seriesUid}` : '';
    return `${this.root}/studies/${studyUid}${series}${sopUid ? `/instances/${sopUid}` : ''}/thumbnail?viewport=128,128`;
  }

  zipUri(studyUid: string): string {
    return `${this.root}/studies/${studyUid}?accept=application/zip`;
  }

  /** Stores Part 10 files in one request; progress counts bytes of the body. */
  store(files: BlobPart[], onProgress?: (sent: number, total: number) => void): Promise<StoreResult> {
    const { contentType, body } = buildMultipart(files);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); // fetch tells no progress of what is sent
      request.open('POST', `${this.root}/studies`);
      request.setRequestHeader('Content-Type', contentType);
      request.setRequestHeader('Accept', 'application/dicom+json');
      request.upload.onprogress = (event) => onProgress?.(event.loaded, event.total);
      request.onerror = () => reject(new HttpError(0, 'the server could not be reached'));
      request.onload = () => {
        try {
          resolve(readStoreResponse(request.status, request.responseText));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      request.send(body);
    });
  }

  /** All that a search finds, page by page: a server gives no more at once than it likes to. */
  private async searchAll(path: string, fields: string[], signal?: AbortSignal): Promise<DataSet[]> {
    const found: DataSet[] = [];
    for (;;) {
      const query = [`limit=${pageSize}`, `offset=${found.length}`, ...fields.map((tag) => `includefield=${tag}`)].join('&');
      const response = await this.get(`${path}?${query}`, 'application/dicom+json', signal);
      const page = response.status === 204 ? [] : ((await response.json()) as DataSet[]);
      found.push(...page);
      // A warning says that there is more than it gave (PS3.18 §8.3.4.4).
      if (page.length === 0 || (page.length < pageSize && !response.headers.has('Warning'))) return found;
    }
  }

  private async get(path: string, accept: string, signal?: AbortSignal): Promise<Response> {
    const response = await fetch(this.root + path, { headers: { Accept: accept }, signal });
    if (!response.ok) throw new HttpError(response.status, `${path.split('?')[0]}: ${response.status} ${response.statusText}`);
    return response;
  }

  private async firstPart(response: Response): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(await response.arrayBuffer());
    const [part] = parseMultipart(response.headers.get('Content-Type') ?? '', bytes);
    if (!part) throw new HttpError(response.status, 'an empty multipart answer');
    return part.body.slice().buffer;
  }
}

/** The response data set of PS3.18 §10.5.3: what was stored, and what not and why. */
export function readStoreResponse(status: number, body: string): StoreResult {
  let result: DataSet | undefined;
  try {
    const parsed = JSON.parse(body) as DataSet | DataSet[];
    result = Array.isArray(parsed) ? parsed[0] : parsed;
  } catch {
    if (status >= 300) throw new HttpError(status, `the server refused: ${status}`);
  }
  const failed = items(result, '00081198').map((item) => ({ uid: text(item, Tag.ReferencedSOPInstanceUID), reason: text(item, '00081197') }));
  if (status >= 300 && failed.length === 0) throw new HttpError(status, `the server refused: ${status}`);
  return { stored: items(result, Tag.ReferencedSOPSequence).length, failed };
}
