/** The path of the host's adapter. */
export const BRIDGE_PATH = '/beckon';

/** The path of the host's boards. */
export const BOARD_PATH = '/board';
