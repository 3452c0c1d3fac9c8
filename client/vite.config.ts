import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { compileCatalogues } from './compile-catalogues.ts';

const root = import.meta.dirname;
const server = `http://127.0.0.1:${process.env['PORT'] ?? '4400'}`;

/**
 * Two pages: the desk, and the TV with neither router, primitives nor Tailwind, because the browsers built into televisions are old.
 * The manifest is what the bundle budget is measured on.
 */
export default defineConfig({
  root,
  plugins: [compileCatalogues(), react(), tailwindcss()],
  resolve: {
    conditions: ['floorwalk-source', ...defaultClientConditions],
    alias: [
      { find: /^typebox$/, replacement: resolve(root, 'src/no-schemas.ts') },
      {
        find: '@lingui/message-utils/compileMessage',
        replacement: resolve(root, 'src/messages/compile-message.ts'),
      },
    ],
  },
  build: {
    target: 'es2020',
    cssTarget: 'chrome111',
    manifest: true,
    sourcemap: false,
    outDir: resolve(root, 'dist'),
    emptyOutDir: true,
    rollupOptions: { input: { desk: resolve(root, 'index.html'), tv: resolve(root, 'tv.html') } },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/socket.io': { target: server, ws: true } },
  },
});
