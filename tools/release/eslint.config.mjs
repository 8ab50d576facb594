import base from '../../eslint.config.mjs';

// The projects are those of users, with settings of their own.
export default [...base, { ignores: ['projects'] }];
