import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server that `npm run dev` talks to; `./run` starts one there.
const server = process.env.PACS_SERVER ?? 'http://127.0.0.1:8080';
const dicomWeb = process.env.PACS_DICOMWEB ?? server;

export default defineConfig({
  plugins: [react()],
  worker: { format: 'es' },
  assetsInclude: ['**/*.wasm'],
  // Its workers and codecs are found relative to the module; pre-bundling would move them.
  optimizeDeps: { exclude: ['@cornerstonejs/dicom-image-loader'], include: ['dicom-parser'] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: { fileName: 'licenses.md' },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/dicom-web': { target: dicomWeb },
      '/api': { target: server },
      '/share': { target: server },
      '/hubs': { target: server, ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
});
