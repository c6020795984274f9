import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    // Modules run in the order in which they are imported, also across chunks: app/zod-without-eval.ts before any schema.
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
  server: { proxy: { '/api': process.env.VITALFEW_URL ?? 'http://127.0.0.1:8020' } },
});
