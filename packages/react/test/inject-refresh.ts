import { injectIntoGlobalHook } from 'react-refresh/runtime';

// To be imported before whatever loads react-dom.
injectIntoGlobalHook(globalThis);
