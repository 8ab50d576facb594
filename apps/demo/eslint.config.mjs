import base from '../../eslint.config.mjs';

// A program talks to its terminal.
export default [...base, { rules: { 'no-console': 'off' } }];
