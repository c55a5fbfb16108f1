/** The answers of the server's administration interface. */
export interface Overview {
  aeTitle: string;
  dicomPort: number;
  version: string;
  startedAt: string;
  patients: number;
  studies: number;
  series: number;
  instances: number;
  bytes: number;
  freeBytes: number;
  changeSequence: number;
  ingest: { at: string; instances: number; bytes: number }[];
  associations: { id: string | number; callingAe: string; calledAe: string; address: string; since: string; operations: number }[];
  refused: { at: string; callingAe: string; address: string; reason: string }[];
  peers: { aeTitle: string; host: string; port: number }[];
  configuration: Record<string, unknown>;
}

export interface Echo {
  ok: boolean;
  milliseconds: number;
  status?: string | number;
  error?: string;
}

export interface Verification {
  running: boolean;
  checked: number;
  total: number;
  findings: unknown[];
}

export interface Change {
  sequence: number;
  at?: string;
  kind: string;
  study?: string;
  series?: string;
  instance?: string;
}
