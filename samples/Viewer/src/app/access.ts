/** What this page may reach: everything, or one study through a share link. */
export interface Access {
  /** The server has more than DICOMweb: status, reports, links, sessions, administration. */
  api: boolean;
  readOnly: boolean;
  study?: string;
  expires?: string;
}

interface SessionAnswer {
  kind: 'full' | 'share';
  study?: string;
  expiresAt?: string;
}

let current: Access = { api: false, readOnly: false };

/** Asks the server once who we are, before anything is drawn. */
export async function loadAccess(): Promise<void> {
  const response = await fetch('/api/session', { headers: { Accept: 'application/json' } });
  if (!response.ok) return;
  const session = (await response.json()) as SessionAnswer;
  current = session.kind === 'share' ? { api: true, readOnly: true, study: session.study, expires: session.expiresAt } : { api: true, readOnly: false };
}

export const access = (): Access => current;
