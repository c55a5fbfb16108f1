import { Alert, Button, Loader, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDateTime, formatNumber } from '../../app/i18n';
import { serverApi } from '../../app/services';
import { Associations } from './Associations';
import { IngestChart } from './IngestChart';
import { BackUp, Verify } from './Maintenance';
import { Peers } from './Peers';
import type { Change, Overview } from './types';

const refreshInterval = 4000;
const shownChanges = 12;

/** How the archive does, at a glance and as it happens. */
export default function Admin() {
  const { t } = useTranslation();
  const [overview, setOverview] = useState<Overview>();
  const [changes, setChanges] = useState<Change[]>([]);
  const [error, setError] = useState<string>();
  const cursor = useRef(0);
  const load = useCallback(async () => {
    try {
      const next = await serverApi.get<Overview>('/admin/overview');
      setOverview(next);
      // The feed has at least as many entries as the archive has instances: its end is found from there.
      cursor.current = Math.max(cursor.current, next.status.instances - shownChanges, 0);
      const more = await serverApi.get<Change[]>(`/admin/changes?after=${cursor.current}`);
      cursor.current = more.at(-1)?.sequence ?? cursor.current;
      setChanges((before) => [...before, ...more].slice(-shownChanges));
      setError(undefined);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  }, []);
  useEffect(() => {
    void load();
    const timer = window.setInterval(() => void load(), refreshInterval);
    return () => window.clearInterval(timer);
  }, [load]);

  if (!overview) {
    return (
      <div className="admin">
        {error ? (
          <>
            <Text c="red" role="alert">
              {t('app.failed', { reason: error })}
            </Text>
            <Button variant="default" onClick={() => void load()}>
              {t('app.retry')}
            </Button>
          </>
        ) : (
          <Loader aria-label={t('app.loading')} />
        )}
      </div>
    );
  }
  return (
    <div className="admin">
      <h1>{t('admin.title')}</h1>
      <div className="tiles">
        <Tile label={t('admin.patients')} value={formatNumber(overview.status.patients)} />
        <Tile label={t('admin.studies')} value={formatNumber(overview.status.studies)} />
        <Tile label={t('admin.series')} value={formatNumber(overview.status.series)} />
        <Tile label={t('admin.instances')} value={formatNumber(overview.status.instances)} />
        <Tile label={t('admin.bytes')} value={formatBytes(overview.status.bytes)} />
        <Tile label={t('admin.disk')} value={formatBytes(overview.status.freeBytes)}>
          <Progress size="xs" value={100 * (1 - overview.status.freeBytes / overview.status.totalBytes)} aria-label={t('admin.diskUsed')} />
        </Tile>
        <Tile label={t('admin.queue')} value={formatNumber(overview.status.pendingIndexChanges)} />
      </div>
      {overview.status.indexFailure !== null && (
        <Alert color="red" role="alert">
          {t('admin.indexFailure', { reason: overview.status.indexFailure })}
        </Alert>
      )}
      <Card title={t('admin.chart')}>
        <IngestChart ingest={overview.ingest} />
      </Card>
      <div className="admin-cards">
        <Card title={t('admin.peers')}>
          <Peers peers={overview.peers} />
        </Card>
        <Card title={t('admin.associations')}>
          <Associations overview={overview} />
        </Card>
        <Card title={t('admin.verify')}>
          <Verify />
        </Card>
        {typeof overview.configuration.backupFolder === 'string' && (
          <Card title={t('admin.backup')}>
            <BackUp folder={overview.configuration.backupFolder} />
          </Card>
        )}
        <Card title={t('admin.changes')}>
          <Changes changes={changes} />
        </Card>
        <Card title={t('admin.configuration')}>
          <dl className="facts">
            <Fact name={t('admin.aeTitle')} value={overview.status.aeTitle} />
            <Fact name={t('admin.dicom')} value={String(overview.status.dicomPort)} />
            <Fact name={t('admin.version')} value={overview.status.version} />
            <Fact name={t('admin.uptime')} value={formatDateTime(overview.status.startedAt)} />
            {Object.entries(overview.configuration)
              .filter(([name, value]) => !(name in overview.status) && value !== null)
              .map(([name, value]) => (
                <Fact key={name} name={t(`admin.config.${name}`, { defaultValue: name })} value={Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value)} />
              ))}
          </dl>
        </Card>
      </div>
    </div>
  );
}

function Tile({ label, value, children }: { label: string; value: string; children?: ReactNode }) {
  return (
    <div className="tile">
      <span>{label}</span>
      <strong>{value}</strong>
      {children}
    </div>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Changes({ changes }: { changes: Change[] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <Text c="dimmed">{t('admin.noChanges')}</Text>;
  return (
    <table className="plain-table change-table">
      <tbody>
        {[...changes].reverse().map((change) => (
          <tr key={change.sequence}>
            <th scope="row" className="number">
              {change.sequence}
            </th>
            <td>{t(`admin.change.${change.kind}`, { defaultValue: change.kind })}</td>
            <td className="uid" title={change.instance ?? change.series ?? change.study}>
              {change.instance ?? change.series ?? change.study}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
