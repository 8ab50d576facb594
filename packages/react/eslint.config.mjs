import { withReact } from '../../eslint.react.config.mjs';

export default withReact(['**/*.{ts,tsx}']);
