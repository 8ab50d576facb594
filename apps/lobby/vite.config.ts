import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * `--mode development` makes the page with React's development build, whose StrictMode runs what it
 * checks twice: for the end-to-end tests.
 */
export default defineConfig(({ mode }) => {
  const isDevelopment = mode === 'development';
  if (isDevelopment) process.env.NODE_ENV = mode;
  return {
    plugins: [react()],
    build: {
      outDir: isDevelopment ? 'dist/page-development' : 'dist/page',
      sourcemap: true,
    },
  };
});
