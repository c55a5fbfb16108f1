import { ActionIcon, Menu, Text, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { access } from '../../app/access';
import { formatDateTime } from '../../app/i18n';
import type { IconName } from '../../app/icons';
import { Icon } from '../../app/icons';
import { Preferences } from '../../app/Preferences';
import { navigate } from '../../app/router';
import { flip, invert, reset, resetWindow, rotateBy, setWindow, stackOf } from '../../cornerstone/stack';
import type { ToolKey } from '../../cornerstone/toolNames';
import { measuringTools, navigationTools, toolKeys } from '../../cornerstone/toolNames';
import { isoDate, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { presetsOf } from '../../hanging/presets';
import { findSet, useReader } from '../../store/reader';
import { ShareButton } from '../share/ShareButton';
import { chooseTool } from './chooseTool';
import { LayoutPicker } from './LayoutPicker';
import { Shortcuts } from './Shortcuts';
import type { MenuAction } from './ToolMenu';
import { ToolMenu } from './ToolMenu';

/** Below these widths of the window the measuring tools, then what changes the view, stand in menus. */
const wideForMeasuring = '(min-width: 1560px)';
const wideForView = '(min-width: 1240px)';

/** Everything that can be done to the active pane, and the ways out of the room. */
export function Toolbar() {
  const { t } = useTranslation();
  const state = useReader();
  const measuringFits = useMediaQuery(wideForMeasuring, undefined, { getInitialValueInEffect: false });
  const viewFits = useMediaQuery(wideForView, undefined, { getInitialValueInEffect: false });
  const study = state.studies[state.studyUid]?.study;
  const activeSet = findSet(state, state.panes[state.active]);
  const stackMode = state.mode === 'stack';
  const { api, readOnly, expires } = access();
  const full = api && !readOnly;
  const toolAction = (tool: ToolKey): MenuAction => ({
    key: tool,
    icon: tool,
    label: t(`tool.${tool}`),
    shortcut: toolKeys[tool],
    pressed: state.tool === tool,
    disabled: !stackMode && !['window', 'pan', 'zoom', 'scroll'].includes(tool),
    onClick: () => chooseTool(tool),
  });
  const patient = text(study, Tag.PatientName) || t('reader.noName');
  const facts = [text(study, Tag.PatientID), isoDate(text(study, Tag.StudyDate)), text(study, Tag.StudyDescription)].filter(Boolean).join(' · ');
  const viewActions = useViewActions();
  const measuring = measuringTools.includes(state.tool);

  return (
    <header className="toolbar">
      {!readOnly && <Action icon="back" label={t('app.back')} onClick={() => navigate('/')} />}
      <div className="toolbar-patient" title={`${patient}\n${facts}`}>
        <strong>{patient}</strong>
        <span>{facts}</span>
      </div>
      <div role="toolbar" aria-label={t('reader.tools')} className="toolbar-group">
        {navigationTools.map(toolAction).map(({ key, ...action }) => (
          <Action key={key} {...action} />
        ))}
      </div>
      <div role="toolbar" aria-label={t('reader.measure')} className="toolbar-group">
        {measuringFits ? (
          measuringTools.map(toolAction).map(({ key, ...action }) => <Action key={key} {...action} />)
        ) : (
          <ToolMenu label={t('reader.measure')} icon={measuring ? state.tool : 'length'} pressed={measuring} actions={measuringTools.map(toolAction)} />
        )}
      </div>
      <div role="toolbar" aria-label={t('reader.view')} className="toolbar-group">
        <Presets disabled={activeSet?.kind !== 'image' || !stackMode} />
        {viewFits ? viewActions.map(({ key, ...action }) => <Action key={key} {...action} />) : <ToolMenu label={t('reader.view')} icon="rotateRight" actions={viewActions} />}
      </div>
      <div role="toolbar" aria-label={t('reader.layout')} className="toolbar-group">
        <LayoutPicker />
        <Action icon="link" label={t('reader.linked')} shortcut="c" pressed={state.linked} onClick={() => state.patch({ linked: !state.linked })} />
        <Action icon="lines" label={t('reader.lines')} shortcut="y" pressed={state.referenceLines} onClick={() => state.patch({ referenceLines: !state.referenceLines })} />
        <Action icon="overlays" label={t('reader.overlays')} shortcut="u" pressed={state.overlays} onClick={() => state.patch({ overlays: !state.overlays })} />
        <Action icon="mpr" label={t('reader.mpr')} shortcut="j" pressed={state.mode === 'mpr'} disabled={!activeSet?.isVolume} onClick={() => state.patch({ mode: state.mode === 'mpr' ? 'stack' : 'mpr' })} />
      </div>
      <div className="toolbar-group toolbar-end">
        <PanelButton panel="measurements" icon="list" />
        {full && <PanelButton panel="report" icon="report" />}
        {full && <PanelButton panel="session" icon="people" />}
        {full && <ShareButton studyUid={state.studyUid} size="xs" compact={!viewFits} />}
        <Shortcuts />
        <Preferences />
        {readOnly && expires && <Text size="xs" className="read-only-until">{t('reader.readOnly', { until: formatDateTime(expires) })}</Text>}
      </div>
    </header>
  );
}

/** What changes the look of the active stack. */
function useViewActions(): MenuAction[] {
  const { t } = useTranslation();
  const state = useReader();
  const activeSet = findSet(state, state.panes[state.active]);
  const disabled = activeSet?.kind !== 'image' || state.mode !== 'stack';
  const playing = state.playing[state.active] ?? false;
  const act = (change: (viewport: NonNullable<ReturnType<typeof stackOf>>) => void) => () => {
    const viewport = stackOf(state.active);
    if (viewport) change(viewport);
  };
  return [
    { key: 'invert', icon: 'invert', label: t('reader.invert'), shortcut: 'i', disabled, onClick: act(invert) },
    { key: 'rotate', icon: 'rotateRight', label: t('reader.rotateRight'), shortcut: 'r', disabled, onClick: act((viewport) => rotateBy(viewport, 90)) },
    { key: 'flipH', icon: 'flipH', label: t('reader.flipH'), shortcut: 'h', disabled, onClick: act((viewport) => flip(viewport, 'horizontal')) },
    { key: 'flipV', icon: 'flipV', label: t('reader.flipV'), shortcut: 'v', disabled, onClick: act((viewport) => flip(viewport, 'vertical')) },
    {
      key: 'play',
      icon: playing ? 'pause' : 'play',
      label: t(playing ? 'reader.pause' : 'reader.play'),
      shortcut: 'Space',
      pressed: playing,
      disabled: disabled || (activeSet?.pictures.length ?? 0) < 2,
      onClick: () => state.setPlaying(state.active, !playing),
    },
    { key: 'reset', icon: 'reset', label: t('reader.reset'), shortcut: '0', disabled, onClick: act(reset) },
  ];
}

/** The windows for the modality and the part of the body. */
function Presets({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation();
  const active = useReader((state) => state.active);
  const set = useReader((state) => findSet(state, state.panes[state.active]));
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('reader.windowPresets')} title={t('reader.windowPresets')} disabled={disabled}>
          <Icon name="presets" size={19} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => {
            const viewport = stackOf(active);
            if (!viewport) return;
            resetWindow(viewport);
            viewport.render();
          }}
        >
          {t('reader.fromImage')}
        </Menu.Item>
        {set &&
          presetsOf(set).map((preset, i) => (
            <Menu.Item
              key={preset.key}
              rightSection={
                <Text size="xs" c="dimmed">
                  {i + 1}
                </Text>
              }
              onClick={() => {
                const viewport = stackOf(active);
                if (viewport) setWindow(viewport, preset.center, preset.width);
              }}
            >
              {t(`preset.${preset.key}`)} <span className="preset-values">{`${preset.center} / ${preset.width}`}</span>
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function PanelButton({ panel, icon }: { panel: 'measurements' | 'report' | 'session'; icon: IconName }) {
  const { t } = useTranslation();
  const open = useReader((state) => state.panel === panel);
  const { patch } = useReader.getState();
  return <Action icon={icon} label={t(`reader.${panel}`)} pressed={open} onClick={() => patch({ panel: open ? null : panel })} />;
}

type ActionProps = Omit<MenuAction, 'key'>;

function Action({ icon, label, shortcut, pressed, disabled, onClick }: ActionProps) {
  return (
    <Tooltip label={shortcut ? `${label} (${shortcut.length === 1 ? shortcut.toUpperCase() : shortcut})` : label} openDelay={400}>
      <ActionIcon variant={pressed ? 'filled' : 'subtle'} color={pressed ? 'cyan' : 'gray'} size={30} aria-label={label} aria-pressed={pressed} aria-keyshortcuts={shortcut} disabled={disabled} onClick={onClick}>
        <Icon name={icon} size={19} />
      </ActionIcon>
    </Tooltip>
  );
}
