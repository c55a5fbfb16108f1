import { Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A document pane: waiting, failed, or shown. */
export function DocumentFrame({ error, complete, children }: { error?: string; complete?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  if (error) {
    return (
      <Text c="red" className="pane-empty" role="alert">
        {complete ? error : t('document.unreadable', { reason: error })}
      </Text>
    );
  }
  return children ?? <Loader className="pane-empty" aria-label={t('app.loading')} />;
}
