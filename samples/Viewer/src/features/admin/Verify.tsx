import { Button, Progress, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
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
      {state?.startedAt && (
        <div role="status">
          {state.running && <Progress value={100} animated aria-label={t('admin.verify')} />}
          <Text size="sm" c={damaged > 0 || state.failure ? 'red' : undefined}>
            {state.running ? t('admin.verifyRunning') : state.failure ? t('app.failed', { reason: state.failure }) : damaged > 0 ? t('admin.verifyBad', { count: damaged }) : t('admin.verifyOk')}
          </Text>
        </div>
      )}
    </div>
  );
}
