import { Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../app/i18n';
import type { Job } from './types';

interface Props {
  hint: string;
  action: string;
  label: string;
  state: Job | undefined;
  error: string | undefined;
  /** What is said of a run that has ended by itself. */
  result: { text: string; bad: boolean } | undefined;
  onStart(): void;
}

/** A long job: its button, how far it is, and what came of it. */
export function JobCard({ hint, action, label, state, error, result, onStart }: Props) {
  const { t } = useTranslation();
  const running = state?.running ?? false;
  const failure = error ?? state?.failure;
  return (
    <div className="job">
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      <Button size="xs" variant="default" loading={running} onClick={onStart}>
        {action}
      </Button>
      {(error || state?.startedAt) && (
        <div role="status">
          {running && state && <Progress value={state.total > 0 ? (state.done / state.total) * 100 : 0} aria-label={label} />}
          <Text size="sm" c={failure || result?.bad ? 'red' : undefined}>
            {failure && !running ? t('app.failed', { reason: failure }) : running && state ? t('admin.progress', { done: formatNumber(state.done), total: formatNumber(state.total) }) : result?.text}
          </Text>
        </div>
      )}
    </div>
  );
}
