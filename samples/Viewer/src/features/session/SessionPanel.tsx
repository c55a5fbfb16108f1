import { Button, CopyButton, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readerPath } from '../../app/router';
import { joinSession, leaveSession, takeLead, useSession } from '../../collab/session';
import { useSettings } from '../../store/settings';

interface Props {
  studyUid: string;
  /** Whether the reader came by an invitation, and has not entered yet. */
  autoStart: boolean;
  onStart: () => void;
}

/** Two or more people on one study: who is here, who leads. */
export function SessionPanel({ studyUid, autoStart, onStart }: Props) {
  const { t } = useTranslation();
  const { phase, me, members, leader } = useSession();
  const { userName, setUserName } = useSettings();
  const [error, setError] = useState<string>();
  const started = useRef(false);

  const start = () => {
    setError(undefined);
    onStart();
    joinSession(studyUid, useSettings.getState().userName.trim() || t('session.you')).catch((failure: unknown) => setError(failure instanceof Error ? failure.message : String(failure)));
  };
  useEffect(() => {
    if (!autoStart || started.current || !useSettings.getState().userName) return;
    started.current = true;
    start();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when an invitation was opened
  }, [autoStart]);

  if (phase === 'none') {
    return (
      <>
        <h2>{t('session.title')}</h2>
        <Text c="dimmed" size="sm">
          {t('session.hint')}
        </Text>
        <TextInput label={t('app.userName')} value={userName} onChange={(event) => setUserName(event.currentTarget.value)} />
        <Button onClick={start} disabled={!userName.trim()}>
          {t('session.start')}
        </Button>
        {error && (
          <Text c="red" role="alert">
            {t('app.failed', { reason: error })}
          </Text>
        )}
      </>
    );
  }
  const leading = leader === me && me !== '';
  const name = members.find((member) => member.id === leader)?.name ?? '…';
  return (
    <>
      <h2>{t('session.title')}</h2>
      <Text role="status" fw={600} data-leading={leading}>
        {phase === 'lost' ? t('session.lost') : leading ? t('session.leading') : t('session.following', { name })}
      </Text>
      <h3>{t('session.people')}</h3>
      <ul className="member-list">
        {members.map((member) => (
          <li key={member.id}>
            <svg width="12" height="12" aria-hidden="true">
              <circle cx="6" cy="6" r="6" fill={member.color} />
            </svg>
            {member.name}
            {member.id === me && <Text span c="dimmed">{` (${t('session.you')})`}</Text>}
            {member.id === leader && ' ★'}
          </li>
        ))}
      </ul>
      {!leading && <Button disabled={phase !== 'joined'} onClick={() => void takeLead()}>{t('session.lead')}</Button>}
      <CopyButton value={new URL(readerPath(studyUid, true), location.origin).href}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? t('share.copied') : t('session.copy')}
          </Button>
        )}
      </CopyButton>
      <Button variant="subtle" onClick={() => void leaveSession()}>
        {t('session.leave')}
      </Button>
    </>
  );
}
