import { ActionIcon, Popover, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../app/icons';
import { useReader } from '../../store/reader';

const most = 4;

/** 1 × 1 to 4 × 4, chosen on a small grid. */
export function LayoutPicker() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [over, setOver] = useState<[number, number]>([0, 0]);
  const { rows, columns, protocol, setLayout, patch } = useReader();
  const cells = Array.from({ length: most * most }, (_, i) => [Math.floor(i / most) + 1, (i % most) + 1] as const);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus>
      <Popover.Target>
        <Tooltip label={t('reader.layout')} openDelay={400}>
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('reader.layout')} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name="layout" size={19} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="xs" c="dimmed" mb={6}>
          {t('reader.protocol')}: {t(`protocol.${protocol}`)}
        </Text>
        <div className="layout-picker" onPointerLeave={() => setOver([0, 0])}>
          {cells.map(([row, column]) => (
            <button
              key={`${row}x${column}`}
              type="button"
              aria-label={`${row} × ${column}`}
              aria-pressed={row === rows && column === columns}
              data-on={over[0] > 0 ? row <= over[0] && column <= over[1] : row <= rows && column <= columns}
              onPointerEnter={() => setOver([row, column])}
              onFocus={() => setOver([row, column])}
              onClick={() => {
                patch({ mode: 'stack' });
                setLayout(row, column);
                setOpen(false);
              }}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
