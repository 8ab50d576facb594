/** The progress event of a dial when the peer has answered and the handshake begins. */
export const ANSWERED = 'handshake:answered';
