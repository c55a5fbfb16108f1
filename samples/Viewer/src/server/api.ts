import { HttpError } from '../dicomweb/client';
import type { StudyStatus } from '../dicomweb/query';

export interface KeyImage {
  seriesUid: string;
  sopUid: string;
  frameNumber: number;
  caption: string;
}

export interface ReportContent {
  title: string;
  history: string;
  technique: string;
  findings: string;
  impression: string;
  keyImages: KeyImage[];
  author: string;
}

export interface Report extends ReportContent {
  state: 'draft' | 'signed';
  version: number;
  updatedAt: string;
  signedBy?: string;
  signedAt?: string;
  /** SOP Instance UIDs of what signing stored. */
  reportUid?: string;
  pdfUid?: string;
}

export interface StatusEntry {
  status: StudyStatus;
  by?: string;
  at?: string;
}

export interface Share {
  id: string;
  url: string;
  expiresAt: string;
}

/** UIDs of 64 letters that an address has room for: servers take 8 kB. */
const mostInAddress = 100;

/** The sample server's own interface: what DICOMweb has no word for. */
export class ServerApi {
  constructor(readonly root: string) {}

  async statuses(studyUids: string[]): Promise<Record<string, StatusEntry>> {
    const parts = Array.from({ length: Math.ceil(studyUids.length / mostInAddress) }, (_, i) => studyUids.slice(i * mostInAddress, (i + 1) * mostInAddress));
    const answers = await Promise.all(parts.map((uids) => this.find<Record<string, StatusEntry>>(`/studies/status?${uids.map((uid) => `study=${uid}`).join('&')}`)));
    return Object.assign({}, ...answers) as Record<string, StatusEntry>;
  }

  setStatus(studyUid: string, status: StudyStatus, by: string): Promise<void> {
    return this.send('PUT', `/studies/${studyUid}/status`, { status, by });
  }

  report(studyUid: string): Promise<Report | undefined> {
    return this.find(`/studies/${studyUid}/report`);
  }

  /** @param version What the change is based on; undefined for the first draft. The server refuses (412) when somebody was faster. */
  saveReport(studyUid: string, content: ReportContent, version: number | undefined): Promise<Report> {
    return this.send('PUT', `/studies/${studyUid}/report`, content, version === undefined ? { 'If-None-Match': '*' } : { 'If-Match': `"${version}"` });
  }

  signReport(studyUid: string, signedBy: string, version: number): Promise<Report> {
    return this.send('POST', `/studies/${studyUid}/report/sign`, { signedBy }, { 'If-Match': `"${version}"` });
  }

  reportPdf(studyUid: string): string {
    return `${this.root}/studies/${studyUid}/report.pdf`;
  }

  share(studyUid: string, hours: number): Promise<Share> {
    return this.send('POST', `/studies/${studyUid}/shares`, { hours, note: '' });
  }

  get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.send('POST', path, body);
  }

  /** Undefined for what is not there. */
  private async find<T>(path: string): Promise<T | undefined> {
    try {
      return await this.send<T>('GET', path);
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return undefined;
      throw error;
    }
  }

  private async send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const response = await fetch(this.root + path, {
      method,
      headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new HttpError(response.status, (await problem(response)) ?? `${response.status} ${response.statusText}`);
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

/** The reason in a problem document (RFC 9457), when there is one. */
async function problem(response: Response): Promise<string | undefined> {
  try {
    const body = (await response.json()) as { detail?: string; title?: string };
    return body.detail ?? body.title;
  } catch {
    return undefined;
  }
}
