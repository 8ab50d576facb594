// What the suite asserts with, in a page.
import assert from 'assert';

export default assert.strict;
