/** Who can see this side: nobody, the local subnet, contacts anywhere, or both (`PEER_SIGNIN_FLAGS`, `PEER_PUBLICATION_SCOPE`). */
export type Scope = 'none' | 'nearMe' | 'internet' | 'all';
