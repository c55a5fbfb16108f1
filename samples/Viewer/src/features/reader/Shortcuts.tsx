import { ActionIcon, Modal, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../app/icons';
import { measuringTools, navigationTools, toolKeys } from '../../cornerstone/toolNames';

/** What each key does. */
export function Shortcuts() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const rows: [string, string][] = [
    ...[...navigationTools, ...measuringTools].flatMap((tool): [string, string][] => (toolKeys[tool] ? [[toolKeys[tool].toUpperCase(), t(`tool.${tool}`)]] : [])),
    ['↑ ↓ PgUp PgDn', t('tool.scroll')],
    ['← →', t('reader.nextPane')],
    ['1 … 9', t('reader.windowPresets')],
    ['I', t('reader.invert')],
    ['R', t('reader.rotateRight')],
    ['H', t('reader.flipH')],
    ['V', t('reader.flipV')],
    ['+ −', t('tool.zoom')],
    ['0', t('reader.reset')],
    ['Space', t('reader.play')],
    ['C', t('reader.linked')],
    ['Y', t('reader.lines')],
    ['U', t('reader.overlays')],
    ['J', t('reader.mpr')],
  ];
  return (
    <>
      <Tooltip label={t('reader.shortcuts')} openDelay={400}>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('reader.shortcuts')} onClick={() => setOpen(true)}>
          <Icon name="keyboard" size={19} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('reader.shortcuts')} closeButtonProps={{ 'aria-label': t('app.close') }} size="lg">
        <dl className="shortcut-list">
          {rows.map(([key, what]) => (
            <div key={key + what}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </>
  );
}
