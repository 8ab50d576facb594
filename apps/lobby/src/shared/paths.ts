/** The path of the host's adapter. */
export const BRIDGE_PATH = '/beckon';
