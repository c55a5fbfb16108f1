import { createTheme, Loader } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: 9, // the first shade that white letters can be read on (WCAG 1.4.3)
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  focusRing: 'auto',
  // Its label is for a role that may have one.
  components: { Loader: Loader.extend({ defaultProps: { role: 'progressbar' } }) },
});

/** What the server put into the page for this one answer; Mantine's style elements carry it under the policy. */
export function styleNonce(): string {
  return document.querySelector('meta[property="csp-nonce"]')?.getAttribute('content') ?? '';
}
