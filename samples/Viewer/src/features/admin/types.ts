/** The answers of the server's administration interface. */
export interface Overview {
  status: {
    aeTitle: string;
    dicomPort: number;
    version: string;
    startedAt: string;
    patients: number;
    studies: number;
    series: number;
    instances: number;
    bytes: number;
    /** Of the disk that holds the archive. */
    freeBytes: number;
    totalBytes: number;
    pendingIndexChanges: number;
    indexFailure: string | null;
  };
  ingest: { at: string; instances: number; bytes: number; refused: number }[];
  associations: { callingAe: string; calledAe: string; address: string; since: string }[];
  refused: Refusal[];
  peers: { aeTitle: string; host: string; port: number }[];
  configuration: Record<string, unknown>;
}

export interface Refusal {
  at: string;
  /** Empty where nobody said, as with what was no association request. */
  callingAe: string;
  calledAe: string;
  address: string;
  /** Which kind it is: a name that the page has words for. */
  cause: string;
  /** The words of the standard. */
  reason: string;
}

export interface Echo {
  ok: boolean;
  milliseconds: number;
  status?: string | number;
  error?: string;
}

/** A long job of the server. */
export interface Job {
  running: boolean;
  startedAt: string | null;
  endedAt: string | null;
  done: number;
  total: number;
  failure: string | null;
}

export interface Verification extends Job {
  findings: { kind: string; instance: string; message: string }[];
}

export interface Backup extends Job {
  copied: number;
  folder: string | null;
}

export interface Change {
  sequence: number;
  at?: string;
  kind: string;
  study?: string;
  series?: string;
  instance?: string;
}
