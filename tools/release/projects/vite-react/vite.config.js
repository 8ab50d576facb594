import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    // jsdom runs no modules.
    rollupOptions: { output: { format: 'iife', entryFileNames: 'page.js' } },
  },
});
