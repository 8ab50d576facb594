// Runs the code of docs/ELECTRON.md with stand-ins for Electron's modules and for the window.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import * as bridge from '@beckon/bridge';
import * as bridgeServer from '@beckon/bridge/server';
import * as core from '@beckon/core';
import ts from 'typescript';
import { fencedBlocks } from './fenced-blocks.mjs';

const file = path.resolve(import.meta.dirname, '../../docs/ELECTRON.md');
const [mainCode, preloadCode, rendererCode] = fencedBlocks(
  file,
  readFileSync(file, 'utf8').split(/\r?\n/),
).map(({ code }) => code.join('\n'));

const packages = {
  '@beckon/bridge': bridge,
  '@beckon/bridge/server': bridgeServer,
  '@beckon/core': core,
};

/** An app with a main process, a preload script and a page, all in this process. */
export class ElectronStage {
  /** The exports of main.ts. */
  main;
  /** The exports of renderer.ts, and its requestPort(). */
  renderer;
  ipcMain = new EventEmitter();
  window = new EventTarget();

  /**
   * @param options.frameOrigin the origin of the frame that asks; the app's own page has
   * `app://lobby`
   */
  constructor({ frameOrigin = 'app://lobby' } = {}) {
    const ipcRenderer = new EventEmitter();
    const frame = {
      origin: frameOrigin,
      postMessage(channel, message, transfer = []) {
        const ports = transfer.map(({ port }) => port);
        setImmediate(() => ipcRenderer.emit(channel, { ports }, structuredClone(message)));
      },
    };
    ipcRenderer.send = (channel, ...args) =>
      setImmediate(() => this.ipcMain.emit(channel, { senderFrame: frame }, ...args));
    this.window.location = { origin: frameOrigin };
    this.window.postMessage = (data, _origin, ports) =>
      setImmediate(() =>
        this.postToPage({ source: this.window, data: structuredClone(data), ports }),
      );
    const contextBridge = {
      exposeInMainWorld: (name, api) => {
        this.window[name] = api;
      },
    };
    const { ipcMain, window } = this;
    this.main = run(mainCode, { ipcMain, MessageChannelMain, BrowserWindow: class {} });
    run(preloadCode, { ipcRenderer, contextBridge }, { window });
    this.renderer = run(
      `${rendererCode}\nexport { requestPort };`,
      {},
      { window, location: window.location },
    );
  }

  postToPage(message) {
    this.window.dispatchEvent(Object.assign(new Event('message'), message));
  }
}

/** A channel of Node with ports in the form of Electron's main process. */
class MessageChannelMain {
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = portMain(port1);
    this.port2 = portMain(port2);
  }
}

function portMain(port) {
  return {
    port,
    postMessage: (message) => port.postMessage(message),
    on(event, listener) {
      if (event === 'message') port.on(event, (data) => listener({ data, ports: [] }));
      else port.on(event, listener);
      return this;
    },
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** Runs the TypeScript of a module. Returns its exports. */
function run(code, electron, globals = {}) {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported = {};
  const modules = { ...packages, electron };
  new Function('require', 'exports', ...Object.keys(globals), outputText)(
    (name) => modules[name],
    exported,
    ...Object.values(globals),
  );
  return exported;
}
