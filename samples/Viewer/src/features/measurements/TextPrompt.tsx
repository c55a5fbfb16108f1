import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setTextPrompt } from '../../cornerstone/tools';

/** Asks for the words of an arrow or a label. */
export function TextPrompt() {
  const { t } = useTranslation();
  const [pending, setPending] = useState<(text: string) => void>();
  const [value, setValue] = useState('');
  useEffect(() => {
    setTextPrompt((done) => {
      setValue('');
      setPending(() => done);
    });
    return () => setTextPrompt((done) => done(''));
  }, []);
  const finish = (text: string) => {
    pending?.(text.trim());
    setPending(undefined);
  };
  return (
    <Modal opened={pending !== undefined} onClose={() => finish('')} title={t('measurements.askText')} closeButtonProps={{ 'aria-label': t('app.close') }} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          finish(value);
        }}
      >
        <TextInput data-autofocus aria-label={t('measurements.askText')} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => finish('')}>
            {t('app.cancel')}
          </Button>
          <Button type="submit">{t('app.ok')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
