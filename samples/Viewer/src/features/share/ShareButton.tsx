import { ActionIcon, Button, CopyButton, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../app/i18n';
import { Icon } from '../../app/icons';
import { serverApi } from '../../app/services';
import type { Share } from '../../server/api';

/** Makes a link for somebody outside: this study alone, read-only, for a while. */
export function ShareButton({ studyUid, size, compact }: { studyUid: string; size?: string; compact?: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [hours, setHours] = useState('168');
  const [share, setShare] = useState<Share>();
  const [error, setError] = useState<string>();
  const create = async () => {
    try {
      setError(undefined);
      setShare(await serverApi.share(studyUid, Number(hours)));
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  const begin = () => {
    setShare(undefined);
    setOpen(true);
  };
  const link = share ? new URL(share.url, location.origin).href : '';
  return (
    <>
      {compact ? (
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('worklist.share')} title={t('worklist.share')} onClick={begin}>
          <Icon name="share" size={19} />
        </ActionIcon>
      ) : (
        <Button variant="default" size={size} leftSection={<Icon name="share" size={16} />} onClick={begin}>
          {t('worklist.share')}
        </Button>
      )}
      <Modal opened={open} onClose={() => setOpen(false)} title={t('share.title')} closeButtonProps={{ 'aria-label': t('app.close') }} centered>
        <Stack>
          <Text c="dimmed">{t('share.hint')}</Text>
          <div>
            <Text size="sm" fw={500} mb={4} id="share-hours">
              {t('share.hours')}
            </Text>
            <SegmentedControl
              aria-labelledby="share-hours"
              value={hours}
              onChange={setHours}
              data={[
                { value: '24', label: t('share.day') },
                { value: '168', label: t('share.week') },
                { value: '720', label: t('share.month') },
              ]}
            />
          </div>
          {share ? (
            <>
              <Group align="end" gap="xs" wrap="nowrap">
                <TextInput className="grow" readOnly value={link} aria-label={t('share.title')} onFocus={(event) => event.currentTarget.select()} />
                <CopyButton value={link}>{({ copied, copy }) => <Button onClick={copy}>{copied ? t('share.copied') : t('share.copy')}</Button>}</CopyButton>
              </Group>
              <Text size="sm">{t('share.expires', { date: formatDateTime(share.expiresAt) })}</Text>
            </>
          ) : (
            <Button onClick={() => void create()}>{t('share.create')}</Button>
          )}
          {error && (
            <Text c="red" role="alert">
              {t('app.failed', { reason: error })}
            </Text>
          )}
        </Stack>
      </Modal>
    </>
  );
}
