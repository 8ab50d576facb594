/** Where a page finds its host's adapter. */
export const BRIDGE_PATH = '/beckon';

/** Where it finds the boards. */
export const BOARD_PATH = '/board';
