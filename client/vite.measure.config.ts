import { resolve } from 'node:path';
import { defineConfig, mergeConfig } from 'vite';
import base from './vite.config.ts';

/** The desk on a made-up floor, built as for people, for measuring; never part of what is served. */
export default mergeConfig(
  base,
  defineConfig({
    build: { manifest: false, rollupOptions: { input: { dev: resolve(import.meta.dirname, 'dev.html') } } },
  }),
);
