import { ActionIcon, Menu, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { IconName } from '../../app/icons';
import { Icon } from '../../app/icons';

export interface MenuAction {
  key: string;
  icon: IconName;
  label: string;
  shortcut?: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick(): void;
}

/** Actions that a narrow window has no room for side by side. */
export function ToolMenu({ label, icon, pressed, actions }: { label: string; icon: IconName; pressed?: boolean; actions: MenuAction[] }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <ActionIcon variant={pressed ? 'filled' : 'subtle'} color={pressed ? 'cyan' : 'gray'} w={44} size={30} aria-label={label} title={label} className="tool-menu">
          <Icon name={icon} size={19} />
          <Icon name="down" size={12} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {actions.map(({ key, icon: own, label: text, shortcut, pressed: on, disabled, onClick }) => (
          <Menu.Item
            key={key}
            leftSection={<Icon name={own} size={18} />}
            rightSection={
              <Text size="xs" c="dimmed">
                {on ? '✓ ' : ''}
                {shortcut && (shortcut === 'Space' ? t('reader.spaceKey') : shortcut.toUpperCase())}
              </Text>
            }
            disabled={disabled}
            onClick={onClick}
          >
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
