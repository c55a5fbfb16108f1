import { Button, Progress, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../app/i18n';
import { serverApi } from '../../app/services';
import type { Verification } from './types';

const pollInterval = 700;

/** Reads every stored object again and compares it with its checksum. */
export function Verify() {
  const { t } = useTranslation();
  const [state, setState] = useState<Verification>();
  const running = state?.running ?? false;
  useEffect(() => {
    if (!running) return;
    const timer = window.setInterval(() => void serverApi.get<Verification>('/admin/verify').then(setState, () => undefined), pollInterval);
    return () => window.clearInterval(timer);
  }, [running]);
  const start = async () => {
    await serverApi.post('/admin/verify').catch(() => undefined);
    setState(await serverApi.get<Verification>('/admin/verify'));
  };
  const damaged = state?.findings.length ?? 0;
  return (
    <div className="verify">
      <Text size="sm" c="dimmed">
        {t('admin.verifyHint')}
      </Text>
      <Button size="xs" variant="default" loading={running} onClick={() => void start()}>
        {t('admin.verifyRun')}
      </Button>
      {state && (
        <div role="status">
          <Progress value={state.total > 0 ? (state.checked / state.total) * 100 : state.running ? 0 : 100} aria-label={t('admin.verify')} />
          <Text size="sm" c={damaged > 0 ? 'red' : undefined}>
            {state.running
              ? t('admin.verifyProgress', { done: formatNumber(state.checked), total: formatNumber(state.total) })
              : damaged > 0
                ? t('admin.verifyBad', { count: damaged })
                : t('admin.verifyOk', { total: formatNumber(state.checked) })}
          </Text>
        </div>
      )}
    </div>
  );
}
