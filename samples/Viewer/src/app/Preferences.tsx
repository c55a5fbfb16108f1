import { ActionIcon, NativeSelect, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons';
import type { Language } from './i18n';
import { languages, setLanguage } from './i18n';

/** Language, and light or dark. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme !== 'light';
  return (
    <div className="preferences">
      <NativeSelect
        size="xs"
        aria-label={t('app.language')}
        value={i18n.language}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        onChange={(event) => void setLanguage(event.currentTarget.value as Language)}
      />
      <Tooltip label={t('app.theme')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('app.theme')} aria-pressed={dark} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
          <Icon name={dark ? 'sun' : 'moon'} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
