/** The libp2p protocol of a stream that carries invitations. The major version is part of it. */
export const INVITATION_PROTOCOL = '/beckon/invitation/1.0.0';
