import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { access } from './access';
import { Icon } from './icons';
import { Preferences } from './Preferences';
import { navigate, useRoute } from './router';

/** The frame of the pages that are not the reading room. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const route = useRoute();
  const link = (path: string, label: string, icon: 'list' | 'admin', current: boolean) => (
    <a
      href={path}
      className="nav-link"
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        event.preventDefault();
        navigate(path);
      }}
    >
      <Icon name={icon} size={18} />
      {label}
    </a>
  );
  return (
    <div className="shell">
      <a href="#content" className="skip-link">
        {t('app.skip')}
      </a>
      <header className="shell-header">
        <img src="/icon.svg" alt="" width={26} height={26} />
        <span className="brand">Pacs</span>
        <nav aria-label="Pacs">
          {link('/', t('app.worklist'), 'list', route.page === 'worklist')}
          {access().api && link('/admin', t('app.admin'), 'admin', route.page === 'admin')}
        </nav>
        <Preferences />
      </header>
      <main id="content" className="shell-content">
        {children}
      </main>
    </div>
  );
}
