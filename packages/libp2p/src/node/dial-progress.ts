/** What a dial is told when its peer has answered, and the handshake begins. */
export const ANSWERED = 'handshake:answered';
