import '@mantine/core/styles.css';
import './app/app.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadAccess } from './app/access';
import { App } from './app/App';
import { startI18n } from './app/i18n';
import { styleNonce, theme } from './app/theme';

// What Mantine's dialogs use to keep the page from scrolling asks the bundler for the nonce by this name.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce();

await Promise.all([startI18n(), loadAccess()]);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="dark" getStyleNonce={styleNonce}>
      <App />
    </MantineProvider>
  </StrictMode>,
);
