import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * `--mode development` builds the page with React's development build, for the end-to-end tests. There
 * StrictMode runs components and effects twice.
 */
export default defineConfig(({ mode }) => {
  const isDevelopment = mode === 'development';
  if (isDevelopment) process.env.NODE_ENV = mode;
  return {
    plugins: [react()],
    build: {
      outDir: isDevelopment ? 'dist/page-development' : 'dist/page',
      // The maps would be most of the packed command.
      sourcemap: isDevelopment,
      // The page is packed with the command: the notices of what it is made of go with it.
      license: { fileName: 'licenses.md' },
    },
  };
});
