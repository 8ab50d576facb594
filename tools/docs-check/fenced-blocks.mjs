/** Returns the fenced blocks of a text. `line` is the line of the first line of code. */
export function fencedBlocks(file, lines, firstLine = 1) {
  const blocks = [];
  let block;
  lines.forEach((text, index) => {
    const fence = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(text);
    if (block && fence?.[1].startsWith(block.fence) && fence[2] === '') {
      blocks.push(block);
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
