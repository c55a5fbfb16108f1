import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../app/i18n';
import { JobCard } from './JobCard';
import type { Backup, Verification } from './types';
import { useJob } from './useJob';

/** Reads every stored object again and compares it with its checksum. */
export function Verify() {
  const { t } = useTranslation();
  const { state, error, start } = useJob<Verification>('/admin/verify');
  const damaged = state?.findings.length ?? 0;
  const result = state && { text: damaged > 0 ? t('admin.verifyBad', { count: damaged }) : t('admin.verifyOk', { count: state.done, formatted: formatNumber(state.done) }), bad: damaged > 0 };
  return <JobCard hint={t('admin.verifyHint')} action={t('admin.verifyRun')} label={t('admin.verify')} state={state} error={error} result={result} onStart={start} />;
}

/** Copies what a second archive does not have yet, while this one goes on. */
export function BackUp({ folder }: { folder: string }) {
  const { t } = useTranslation();
  const { state, error, start } = useJob<Backup>('/admin/backup');
  const result = state && { text: t('admin.backupOk', { count: state.copied, formatted: formatNumber(state.copied) }), bad: false };
  return <JobCard hint={t('admin.backupHint', { folder })} action={t('admin.backupRun')} label={t('admin.backup')} state={state} error={error} result={result} onStart={start} />;
}
