import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setTextPrompt } from '../../cornerstone/tools';

/** Asks for the words of an arrow or a text. */
export function TextPrompt() {
  const { t } = useTranslation();
  const [pending, setPending] = useState<{ done: (text: string) => void; current: string }>();
  const [value, setValue] = useState('');
  useEffect(() => {
    setTextPrompt((done, current) => {
      setValue(current);
      setPending({ done, current });
    });
    return () => setTextPrompt((done, current) => done(current));
  }, []);
  const finish = (text: string) => {
    pending?.done(text.trim());
    setPending(undefined);
  };
  // What was said before stays.
  const cancel = () => finish(pending?.current ?? '');
  return (
    <Modal opened={pending !== undefined} onClose={cancel} title={t('measurements.askText')} closeButtonProps={{ 'aria-label': t('app.close') }} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          finish(value);
        }}
      >
        <TextInput data-autofocus aria-label={t('measurements.askText')} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={cancel}>
            {t('app.cancel')}
          </Button>
          <Button type="submit">{t('app.ok')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
