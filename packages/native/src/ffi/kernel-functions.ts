import type { KernelEventHandle, Out, Pointer, WaitHandle } from './handles.ts';
import type { Koffi, KoffiType } from './koffi.ts';

/** `WT_EXECUTEINWAITTHREAD`: the waiting thread makes the callbacks, one at a time. */
const WT_EXECUTEINWAITTHREAD = 0x4;
/** `WT_EXECUTEONLYONCE`. */
const WT_EXECUTEONLYONCE = 0x8;
const INFINITE = 0xffff_ffff;
/** `INVALID_HANDLE_VALUE` as completion event: `UnregisterWaitEx` returns when no callback is running. */
const WAIT_FOR_CALLBACKS = 0xffff_ffff_ffff_ffffn;
const WAIT_FAILED = 0xffff_ffff;
const ERROR_IO_PENDING = 997;
const KEY_READ = 0x20019;
const HKEY_LOCAL_MACHINE = 0x8000_0002n;
const ERROR_FILE_NOT_FOUND = 2;

/** A callback for threads of the system. `context` is the number of the wait. */
export type WaitCallback = (context: number) => void;

/** The functions of Windows itself that the adapter uses: events, waits, and the state of the process. */
export interface KernelFunctions {
  /** An auto-reset event, not signalled (`CreateEventW`). */
  createEvent(): KernelEventHandle;
  closeEvent(event: KernelEventHandle): void;
  /** Makes `callback` callable by the system. At most once for each open adapter. */
  registerCallback(callback: WaitCallback): Pointer;
  unregisterCallback(callback: Pointer): void;
  /** Calls back once, when `event` is signalled (`RegisterWaitForSingleObject`). */
  registerWait(event: KernelEventHandle, callback: Pointer, context: number): WaitHandle;
  /** Releases a wait after its callback. */
  releaseWait(wait: WaitHandle): void;
  /** Ends a wait; resolves when its callback can no longer come. */
  endWait(wait: WaitHandle): Promise<void>;
  /**
   * Takes a signal without waiting (`WaitForMultipleObjects` with time-out 0). Resets the first signalled
   * event and gives its index; `undefined` when no event is signalled.
   *
   * @param events - From 1 to 64 handles of events.
   */
  takeSignal(events: BigUint64Array): number | undefined;
  /** Folder of the system's own libraries. */
  systemFolder(): string;
  /** Whether the process runs as administrator. */
  isElevated(): boolean;
  /** Whether the service that resolves peer names is installed; removed with Windows 10 1809. */
  hasPeerNameService(): boolean;
}

/** Binds `kernel32.dll`, `shell32.dll` and `advapi32.dll`, which are part of every Windows. */
export function bindKernelFunctions(koffi: Koffi): KernelFunctions {
  const { load, out, pointer, proto } = koffi;
  const kernel32 = load('kernel32.dll');
  const func = (name: string, result: string, parameters: KoffiType[]) =>
    kernel32.func('__stdcall', name, result, parameters);

  const callbackType = pointer(proto('__stdcall', null, 'void', ['uintptr', 'uint8']));
  const CreateEventW = func('CreateEventW', 'void *', ['void *', 'int32', 'int32', 'str16']);
  const CloseHandle = func('CloseHandle', 'int32', ['void *']);
  const RegisterWaitForSingleObject = func('RegisterWaitForSingleObject', 'int32', [
    out(pointer('void *')),
    'void *',
    callbackType,
    'uintptr',
    'uint32',
    'uint32',
  ]);
  const UnregisterWaitEx = func('UnregisterWaitEx', 'int32', ['void *', 'void *']);
  const WaitForMultipleObjects = func('WaitForMultipleObjects', 'uint32', [
    'uint32',
    'void *',
    'int32',
    'uint32',
  ]);
  const GetSystemDirectoryW = func('GetSystemDirectoryW', 'uint32', ['void *', 'uint32']);
  const GetLastError = func('GetLastError', 'uint32', []);

  function failed(operation: string): Error {
    return new Error(`${operation} failed with system error ${String(GetLastError())}.`);
  }

  return {
    createEvent() {
      const event = CreateEventW(null, 0, 0, null) as KernelEventHandle | null;
      if (event === null) throw failed('CreateEventW');
      return event;
    },
    closeEvent(event) {
      if (CloseHandle(event) === 0) throw failed('CloseHandle');
    },
    registerCallback: (callback) =>
      koffi.register((context: number | bigint) => callback(Number(context)), callbackType),
    unregisterCallback: (callback) => koffi.unregister(callback),
    registerWait(event, callback, context) {
      const wait: Out<WaitHandle> = [null];
      const flags = WT_EXECUTEINWAITTHREAD | WT_EXECUTEONLYONCE;
      if (RegisterWaitForSingleObject(wait, event, callback, context, INFINITE, flags) === 0) {
        throw failed('RegisterWaitForSingleObject');
      }
      return wait[0] as WaitHandle;
    },
    releaseWait(wait) {
      // ERROR_IO_PENDING: the thread of the callback has not quite left it.
      if (UnregisterWaitEx(wait, null) === 0 && GetLastError() !== ERROR_IO_PENDING) {
        throw failed('UnregisterWaitEx');
      }
    },
    // Runs off this thread, as a callback under way needs this thread to finish.
    endWait: (wait) =>
      new Promise((resolve, reject) => {
        UnregisterWaitEx.async(wait, WAIT_FOR_CALLBACKS, (error: Error | null, done: number) => {
          if (error !== null) reject(error);
          else if (done === 0) reject(new Error('UnregisterWaitEx failed.'));
          else resolve();
        });
      }),
    takeSignal(events) {
      const index = WaitForMultipleObjects(events.length, events, 0, 0) as number;
      if (index === WAIT_FAILED) throw failed('WaitForMultipleObjects');
      return index < events.length ? index : undefined;
    },
    systemFolder() {
      const capacity = 260;
      const path = Buffer.alloc(2 * capacity);
      const length = GetSystemDirectoryW(path, capacity) as number;
      if (length === 0 || length >= capacity) throw failed('GetSystemDirectoryW');
      return path.toString('utf16le', 0, 2 * length);
    },
    isElevated() {
      const IsUserAnAdmin = load('shell32.dll').func('__stdcall', 'IsUserAnAdmin', 'int32', []);
      return IsUserAnAdmin() !== 0;
    },
    hasPeerNameService() {
      const advapi32 = load('advapi32.dll');
      const RegOpenKeyExW = advapi32.func('__stdcall', 'RegOpenKeyExW', 'int32', [
        'void *',
        'str16',
        'uint32',
        'uint32',
        out(pointer('void *')),
      ]);
      const RegCloseKey = advapi32.func('__stdcall', 'RegCloseKey', 'int32', ['void *']);
      const key: Out<Pointer> = [null];
      const path = 'SYSTEM\\CurrentControlSet\\Services\\PNRPsvc';
      const result = RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_READ, key) as number;
      if (result === 0) RegCloseKey(key[0]);
      return result !== ERROR_FILE_NOT_FOUND;
    },
  };
}
