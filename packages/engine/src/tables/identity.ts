import { checkContent, type IdentityFunctions } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** The identity and the addresses of this side. */
export function identityTable(use: (operation: string) => Running): IdentityFunctions {
  return {
    reportsEndpoints: true,
    contact: async () => ({ peerName: use('identity.contact').engine.transport.peerName }),
    card: async () => {
      const { engine, names } = use('identity.card');
      return engine.transport.card(names.own === '' ? undefined : names.own);
    },
    endpoints: async () => {
      const { engine, names } = use('identity.endpoints');
      const name = names.own === '' ? {} : { name: names.own };
      const { transport } = engine;
      return transport.addresses().map((address) => {
        const route = transport.routeOf?.(address);
        return { address, ...name, ...(route === undefined ? {} : { route }) };
      });
    },
    name: async () => {
      const { engine, names } = use('identity.name');
      return names.own === '' ? engine.transport.peerName : names.own;
    },
    setName: async (name) => {
      const { names, engine } = use('identity.setName');
      checkContent.endpointName('identity.setName', name);
      names.own = name;
      await engine.directory.selfChanged();
    },
  };
}
