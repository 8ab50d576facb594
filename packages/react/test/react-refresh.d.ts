declare module 'react-refresh/runtime' {
  /** To be called before `react-dom` is loaded. */
  export function injectIntoGlobalHook(globalObject: object): void;
  export function register(type: unknown, id: string): void;
  /** `key` names the hooks that `type` calls, in order: another key mounts anew. */
  export function setSignature(type: unknown, key: string, forceReset?: boolean): void;
  export function performReactRefresh(): void;
}
