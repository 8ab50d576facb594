import type { Endpoint } from '@beckon/core';

/** The key of an endpoint: names do not count, as in `isSameEndpoint`. */
export const addressOf = ({ address }: Endpoint): string => address;
