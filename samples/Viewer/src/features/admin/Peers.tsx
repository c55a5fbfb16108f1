import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverApi } from '../../app/services';
import type { Echo, Overview } from './types';

/** The known peers, and whether they answer. */
export function Peers({ peers }: { peers: Overview['peers'] }) {
  const { t } = useTranslation();
  const [answers, setAnswers] = useState<Record<string, Echo | 'waiting'>>({});
  const echo = async (aeTitle: string) => {
    setAnswers((before) => ({ ...before, [aeTitle]: 'waiting' }));
    const answer = await serverApi.post<Echo>(`/admin/peers/${encodeURIComponent(aeTitle)}/echo`).catch((error: unknown): Echo => ({ ok: false, milliseconds: 0, error: String(error) }));
    setAnswers((before) => ({ ...before, [aeTitle]: answer }));
  };
  if (peers.length === 0) return <Text c="dimmed">{t('admin.noPeers')}</Text>;
  return (
    <table className="plain-table">
      <tbody>
        {peers.map(({ aeTitle, host, port }) => {
          const answer = answers[aeTitle];
          return (
            <tr key={aeTitle}>
              <th scope="row">{aeTitle}</th>
              <td>
                <span className="address">{`${host}:${port}`}</span>
                <div role="status">
                  {answer && answer !== 'waiting' && (
                    <Text size="sm" c={answer.ok ? 'teal' : 'red'}>
                      {answer.ok ? t('admin.echoOk', { ms: Math.round(answer.milliseconds) }) : t('admin.echoFailed', { reason: answer.error ?? answer.status })}
                    </Text>
                  )}
                </div>
              </td>
              <td className="number">
                <Button size="compact-xs" variant="default" loading={answer === 'waiting'} aria-label={`${t('admin.echo')} ${aeTitle}`} onClick={() => void echo(aeTitle)}>
                  {t('admin.echo')}
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
