/** A comment that begins a block, with the name by which other blocks import it. */
const FILE_NAME = /^\/\/ ([\w.-]+\.tsx?)$/;

/**
 * Returns the fenced blocks of a text. `line` is the line of the first line of code. `fileName` is
 * the name in a comment that begins the block, if there is one.
 */
export function fencedBlocks(file, lines, firstLine = 1) {
  const blocks = [];
  let block;
  lines.forEach((text, index) => {
    const fence = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(text);
    if (block && fence?.[1].startsWith(block.fence) && fence[2] === '') {
      blocks.push({ ...block, fileName: FILE_NAME.exec(block.code[0] ?? '')?.[1] });
      block = undefined;
    } else if (block) {
      block.code.push(text);
    } else if (fence) {
      const [language, flag, ...reason] = fence[2].trim().split(/\s+/);
      const line = firstLine + index + 1;
      block = { file, line, fence: fence[1], language, flag, reason: reason.join(' '), code: [] };
    }
  });
  return blocks;
}
